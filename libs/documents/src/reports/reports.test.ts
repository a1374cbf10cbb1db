import { type BatchFacts, batchReport, type ReportJob } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { relationFile } from './relation-figure.js';
import { reportCsv } from './report-csv.js';
import { maxHtmlRows, reportHtml } from './report-html.js';
import { reportJson } from './report-json.js';
import { reportText } from './report-text.js';
import type { ReportWriter } from './writer.js';

const facts: BatchFacts = {
  batchId: '12',
  name: 'Weights <script>alert(1)</script>',
  projectName: 'Gait & "co"',
  pipelineTitle: 'Rigid body',
  pipelineName: 'rigid-body',
  pipelineVersion: '1.0.0',
  metrics: [
    { name: 'final_cost', title: 'Final cost', unit: '1', direction: 'minimize', description: '' },
    { name: 'error_mm', title: 'Error', unit: 'mm', direction: 'minimize', description: '' },
  ],
  objective: { metric: 'error_mm', direction: 'minimize' },
  state: 'completed_with_errors',
  stateReason: null,
  createdAt: '2026-01-01T10:00:00.000Z',
  finishedAt: '2026-01-01T10:02:30.000Z',
  generatedAt: '2026-01-02T09:08:07.000Z',
};
const job = (position: number, rest: Partial<ReportJob> = {}): ReportJob => ({
  id: `${position + 1}`,
  position,
  label: `job ${position}`,
  state: 'succeeded',
  inputLabel: 'walk.csv',
  replicate: 1,
  params: { weights: { rigid: position } },
  axes: ['weights.rigid'],
  metadata: {},
  metrics: { final_cost: 10 + position, error_mm: 0.5 },
  durationS: 2,
  peakMemoryBytes: 120_400_000,
  error: null,
  failureKind: null,
  failureKey: null,
  warnings: [],
  ...rest,
});
const failed = job(2, {
  label: '<img src=x onerror=alert(1)>',
  state: 'failed',
  metrics: {},
  error: '=cmd|"/c calc"!A1 <script>',
  failureKind: 'bad_input',
  metadata: { subject: '@S1' },
});

async function* each(jobs: readonly ReportJob[]): AsyncGenerator<ReportJob> {
  yield* jobs;
}
async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
const write = (writer: ReportWriter, jobs: readonly ReportJob[]) =>
  whole(writer(batchReport(facts, jobs), each(jobs)));

describe('CSV', () => {
  it('has the columns of batch_summary.csv, units in headings, and runs no formula', async () => {
    expect((await write(reportCsv, [job(0), failed])).split('\r\n')).toEqual([
      'job_id,job_name,success,duration_s,error,final_cost,error_mm (mm),param_weights.rigid,metadata_subject,state,input,replicate,warnings',
      '1,job 0,true,2,,10,0.5,0,,succeeded,walk.csv,1,',
      `3,<img src=x onerror=alert(1)>,false,2,"'=cmd|""/c calc""!A1 <script>",,,2,'@S1,failed,walk.csv,1,`,
      '',
    ]);
  });

  it('has a heading when there are no jobs', async () => {
    expect(await write(reportCsv, [])).toBe(
      'job_id,job_name,success,duration_s,error,final_cost,error_mm (mm),state,input,replicate,warnings\r\n',
    );
  });
});

describe('JSON', () => {
  it('has the keys of batch_statistics.json', async () => {
    const read = JSON.parse(await write(reportJson, [job(0), job(3), failed]));
    expect(read).toMatchObject({
      n_jobs: 3,
      n_successful: 2,
      n_failed: 1,
      success_rate: 2 / 3,
      final_cost: { n: 2, mean: 11.5, std: 1.5, min: 10, max: 13, median: 11.5 },
      duration: { n: 3, mean: 2, std: 0, min: 2, max: 2, total: 6 },
      memory_peak_mb: 120.4,
      best_job: { job_id: '1', value: 0.5, equal_jobs: 1 },
      failures: [{ kind: 'bad_input', jobs: 1 }],
      varying_parameters: ['weights.rigid'],
    });
    expect(read.jobs.map((entry: { success: boolean }) => entry.success)).toEqual([true, true, false]);
  });

  it('is whole when nothing ran', async () => {
    const read = JSON.parse(await write(reportJson, []));
    expect(read).toMatchObject({
      n_jobs: 0,
      success_rate: 0,
      duration: { n: 0, mean: null },
      best_job: null,
    });
    expect(read.jobs).toEqual([]);
  });
});

describe('HTML', () => {
  it('escapes whatever people typed', async () => {
    const page = await write(reportHtml, [job(0), failed]);
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).toContain('Weights &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('Gait &amp; &quot;co&quot;');
  });

  it('needs nothing from elsewhere', async () => {
    expect(await write(reportHtml, [job(0)])).not.toMatch(/https?:|src=|url\(|@import/);
  });

  it('shows the cards, the table and the time', async () => {
    const page = await write(reportHtml, [job(0), job(1), failed]);
    const card = (title: string) =>
      new RegExp(`<h2>${title}</h2><p class="figure">([^<]*)</p><p class="quiet">([^<]*)`)
        .exec(page)
        ?.slice(1);
    expect(card('Total jobs')).toEqual(['3', '0 not finished']);
    expect(card('Success rate')).toEqual(['66.7 %', '2 of 3']);
    expect(card('Total time')?.[0]).toBe('2.5 min');
    expect(card('Average duration')).toEqual(['2 s', 'n = 3']);
    expect(card('Mean Error')).toEqual(['0.5 mm', 'SD 0 mm, n = 2']);
    expect(card('Best Error')).toEqual(['0.5 mm', 'job 0']);
    expect(page.match(/<tr class="/g)).toHaveLength(3);
    expect(page).toContain('Generated 2026-01-02 09:08:07 UTC.');
  });

  it.each([
    ['every job failed', [failed], '0 of 1 job succeeded, 1 failed.'],
    [
      'none ran',
      [job(0, { state: 'waiting', metrics: {}, durationS: null })],
      '0 of 1 job succeeded, 1 not finished.',
    ],
    [
      'S1-37 one was skipped',
      [job(0), job(1, { state: 'skipped', metrics: {}, durationS: null })],
      '1 of 2 jobs succeeded, 1 skipped.',
    ],
    ['there are none', [], '0 of 0 jobs succeeded.'],
  ] as const)('is a page when %s', async (_case, jobs, sentence) => {
    const page = await write(reportHtml, jobs);
    expect(page).toContain(sentence);
    expect(page).not.toMatch(/NaN|undefined|null/);
    expect(page.endsWith('</html>\n')).toBe(true);
  });

  it('says so when it does not show all jobs', async () => {
    const page = await write(
      reportHtml,
      Array.from({ length: maxHtmlRows + 1 }, (_, n) => job(n)),
    );
    expect(page.match(/<tr class="/g)).toHaveLength(maxHtmlRows);
    expect(page).toContain('The first 5,000 of 5,001 jobs are shown');
  });
});

describe('text', () => {
  it('names totals, percent, times, best and worst', () => {
    const text = reportText(batchReport(facts, [job(0), job(1, { metrics: { error_mm: 0.75 } }), failed]));
    expect(text).toContain('Batch: Weights');
    expect(text).toMatch(/Jobs +2 of 3 jobs succeeded, 1 failed\./);
    expect(text).toMatch(/Success rate +66\.7 % \(2 of 3\)/);
    expect(text).toMatch(/Total time +2\.5 min/);
    expect(text).toMatch(/Best Error +0\.5 mm \(job 0\)/);
    expect(text).toMatch(/Worst Error +0\.75 mm \(job 1\)/);
  });

  it('has no best job when nothing succeeded', () => {
    expect(reportText(batchReport(facts, [failed]))).toMatch(/Best Error +none/);
  });
});

describe('a metric that depends on another', () => {
  const level = { name: 'level', title: 'Level', unit: 'm', direction: null, description: '' };
  const relation = { title: 'Rating <curve>', to: 'level', law: 'power-law' } as const;
  const site = {
    ...facts,
    metrics: [{ ...level, name: 'flow', title: 'Flow', unit: 'm³/s', relation }, level],
  };
  const jobs = [2, 3, 5, 9].map((at, i) => job(i, { metrics: { level: at, flow: 5 * (at - 1) ** 2 } }));
  const writeSite = (writer: ReportWriter, some: readonly ReportJob[]) =>
    whole(writer(batchReport(site, some), each(some)));

  it('is drawn in the page, with its curve and residuals, and nothing from elsewhere', async () => {
    const page = await writeSite(reportHtml, jobs);
    expect(page).toContain('<h2>Rating &lt;curve&gt;</h2><figure><svg ');
    expect(page).toContain('Flow = 5 · (Level − 1)^2');
    expect(page).toContain('Level in m, flow in m³/s; n = 4, standard error 0.0 %, largest residual 0.0 %.');
    expect(page).toMatch(
      /<td>job 3<\/td><td class="n">9<\/td><td class="n">320<\/td><td class="n">-?0.0<\/td>/,
    );
    expect(page).not.toMatch(/https?:|src=|@import/);
  });

  it('has coefficients and residuals for programs', async () => {
    const read = JSON.parse(await writeSite(reportJson, jobs));
    expect(read.relations).toMatchObject([
      {
        title: 'Rating <curve>',
        x: { metric: 'level', unit: 'm' },
        y: { metric: 'flow', unit: 'm³/s' },
        n: 4,
        a: expect.closeTo(5, 3),
        b: expect.closeTo(2, 3),
        x0: expect.closeTo(1, 3),
        reason: null,
        points: [{ job_id: '1', x: 2, y: 5, residual_percent: expect.closeTo(0, 3) }, {}, {}, {}],
      },
    ]);
  });

  it('says why there is no curve', async () => {
    expect(reportText(batchReport(site, jobs.slice(0, 2)))).toMatch(
      /Rating <curve> +No curve: a curve needs at least 3 points at different places, and there are 2\./,
    );
  });

  it('is a file in any format', async () => {
    const [report] = batchReport(site, jobs).relations;
    if (report === undefined) throw new Error('There is no relation.');
    expect((await relationFile(report, 'svg')).toString()).toContain('<svg ');
    expect((await relationFile(report, 'png')).subarray(1, 4).toString()).toBe('PNG');
  });
});
