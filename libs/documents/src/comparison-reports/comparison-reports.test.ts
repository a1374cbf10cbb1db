import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readContents, readDirectory } from '@batchyard/pipelines';
import { afterAll, describe, expect, it } from '@jest/globals';
import { jobsOf, reportOf, sampleSettings } from '../../../domain/src/comparison-reports/testing/report.js';
import { openDrafts } from '../archives/drafts.js';
import { comparisonHtml } from './report-html.js';
import { comparisonJson } from './report-json.js';
import { comparisonLatex, escapeLatex } from './report-latex.js';
import { comparisonMarkdown } from './report-markdown.js';
import { comparisonPdf } from './report-pdf.js';
import { comparisonXlsx } from './report-xlsx.js';
import { type Table, tableCsv, tablesOf } from './tables.js';

const report = reportOf(sampleSettings);
const jobs = async function* () {
  yield* jobsOf(sampleSettings);
};
const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard report '));
afterAll(() => rmSync(folder, { recursive: true }));

async function join(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

describe('HTML', () => {
  it('needs nothing else, shows the answer and every setting, and escapes what people wrote', async () => {
    const page = await join(comparisonHtml(report));
    expect(page).toContain('<h1>Weights</h1>');
    expect(page).toContain(report.comparison.answer.replaceAll('<', '&lt;'));
    expect(page).toContain('23 of 24 jobs have a value; 1 failed.');
    expect(page.match(/<tr class="(best)?"><td/g)).toHaveLength(4);
    expect(page).toContain('x_&amp;&lt;%$#~^\\{}|*`');
    expect(page).toContain('=It diverged, &quot;badly&quot; &amp; &lt;often&gt;.');
    expect(/<often>|<script|<link|<img|src=|url\((?!#)|NaN|undefined/.exec(page)).toBe(null);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.match(/<svg /g)).toHaveLength(2);
  });

  it('says so when nothing has a value', async () => {
    const page = await join(comparisonHtml(reportOf([{ params: { a: 1 }, values: { x: [null] } }])));
    expect(page).toContain('no value');
    expect(page).not.toContain('<svg');
  });
});

describe('PDF', () => {
  const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

  it('has its fonts within, and tables that go on over pages', async () => {
    const small = await comparisonPdf(report);
    expect(small.toString('latin1', 0, 5)).toBe('%PDF-');
    const many = await comparisonPdf(
      reportOf(Array.from({ length: 300 }, (_, n) => ({ params: { a: n }, values: { x: [n, n + 1] } }))),
    );
    expect(pagesOf(many)).toBeGreaterThan((pagesOf(small) ?? 0) + 4);
    expect(many.toString('latin1')).not.toMatch(/\/BaseFont \/(Helvetica|Times|Liberation)/);
  });
});

describe('the workbook', () => {
  async function sheets(): Promise<Map<string, string>> {
    const drafts = await openDrafts();
    const file = path.join(folder, 'report.xlsx');
    const chunks: Buffer[] = [];
    for await (const chunk of comparisonXlsx(report, jobs, drafts)) chunks.push(chunk);
    writeFileSync(file, Buffer.concat(chunks));
    await drafts.remove();
    const handle = await open(file);
    const files = new Map<string, string>();
    for (const entry of await readDirectory(handle)) {
      const parts: Buffer[] = [];
      for await (const part of readContents(handle, entry)) parts.push(part);
      files.set(entry.path, Buffer.concat(parts).toString());
    }
    await handle.close();
    return files;
  }

  it('has a summary, every table and their dictionary, with types, frozen header and filter', async () => {
    const files = await sheets();
    const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet name="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual([
      'Summary',
      'Settings',
      'Jobs',
      'By input',
      'Parameters',
      'Sources',
      'Data dictionary',
    ]);
    const settings = files.get('xl/worksheets/sheet2.xml') ?? '';
    expect(settings).toContain('state="frozen"');
    expect(settings).toMatch(/<autoFilter ref="A1:[A-Z]+5"\/>/);
    expect(settings).toContain('edge_error_mean_mm_mean (mm)');
    expect(settings).toContain('<c r="A2"><v>1</v></c>');
    expect(settings.match(/<row /g)).toHaveLength(5);
    expect(files.get('xl/worksheets/sheet3.xml')?.match(/<row /g)).toHaveLength(25);
  });

  it('keeps text that looks like a formula as text, marked as quoted', async () => {
    const files = await sheets();
    const all = [...files.values()].join('');
    expect(all).not.toContain('<f>');
    expect(files.get('xl/worksheets/sheet3.xml')).toMatch(
      /s="2" t="inlineStr"><is><t xml:space="preserve">=It diverged, &quot;badly&quot; &amp; &lt;often&gt;\./,
    );
  });

  it('explains every column of every table', () => {
    const tables = tablesOf(report, jobs);
    const columns = tables
      .slice(0, -1)
      .flatMap((table) => table.columns.map(({ name }) => [table.title, name]));
    const rows = [...((tables.at(-1)?.rows() ?? []) as Iterable<string[]>)];
    expect(rows.map(([table, column]) => [table, column])).toEqual(columns);
    expect(rows.every(([, , , , meaning]) => (meaning ?? '').length > 5)).toBe(true);
  });
});

describe('tables as text', () => {
  it('CSV has the settings with units, best first', async () => {
    const [settings] = tablesOf(report, jobs) as [Table];
    const lines = (await join(tableCsv(settings))).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^rank,setting,param_weights\.lambda_rigid,param_loss,edge_error_mean_mm_mean \(mm\),/,
    );
    expect(lines[1]).toMatch(/^1,"lambda_rigid=100, loss=huber",100,huber,/);
  });

  it('CSV says which settings are on the Pareto front, where there are several objectives', async () => {
    const { comparison } = report;
    const keys = comparison.settings.slice(0, 2).map(({ settingKey }) => settingKey);
    const settings = comparison.settings.map((setting) => ({
      ...setting,
      isPareto: keys.includes(setting.settingKey),
    }));
    const pareto = { keys, incomplete: 0 };
    const [table] = tablesOf({ ...report, comparison: { ...comparison, settings, pareto } }, jobs) as [Table];
    const column = table.columns.findIndex(({ name }) => name === 'on_pareto_front');
    const rows = [...(table.rows() as Iterable<readonly unknown[]>)];
    expect(rows.map((row) => [row.length, row[column]])).toEqual(
      [true, true, false, false].map((isOn) => [table.columns.length, isOn]),
    );
  });

  it('JSON is whole, with every job', async () => {
    const data = JSON.parse(await join(comparisonJson(report, jobs()))) as { jobs: object[] };
    expect(data).toMatchObject({
      title: 'Weights',
      counts: { jobs: 24, failed: 1 },
      metric: { name: 'edge_error_mean_mm' },
      settings: [{ rank: 1, byInput: { 'key of walk_01.csv': { n: 2 } } }, {}, {}, {}],
    });
    expect(data.jobs).toHaveLength(24);
  });

  it('Markdown escapes what would break the table, and marks the best of each column', () => {
    const text = comparisonMarkdown(report, 'inputs');
    expect(text).toContain(
      '| lambda\\_rigid | loss | walk\\_01.csv | walk\\|02.csv | walk\\_03.csv | All inputs |',
    );
    expect(text).toContain('| --- | --- | ---: | ---: | ---: | ---: |');
    expect(text).toContain('| 100 | huber | **1.15 ± 0.64** |');
    expect(text).toContain('x\\_&amp;\\<%$\\#\\~^\\\\\\{\\}\\|\\*\\`');
    const columns = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(columns)).toEqual(new Set([8]));
  });

  it('LaTeX has as many cells in each row, and a column for each value of a parameter when asked', () => {
    const text = comparisonLatex(report, { parameter: 'loss' });
    expect(text).toContain('\\begin{tabular}{lrr}');
    expect(text).toContain('lambda\\_rigid & huber & x\\_\\&\\textless{}\\%\\$\\#');
    expect(text.match(/\\mathbf/g)).toHaveLength(2);
    expect(text.split('\n').filter((line) => line.endsWith('\\\\') && / & /.test(line))).toHaveLength(3);
  });

  it.each([
    ['a_b & 50 % #1 $x$ {y}', 'a\\_b \\& 50 \\% \\#1 \\$x\\$ \\{y\\}'],
    ['C:\\x~^', 'C:\\textbackslash{}x\\textasciitilde{}\\textasciicircum{}'],
    ['λ ± 1 µm\n“q”', "$\\lambda$ $\\pm$ 1 $\\mu$m ``q''"],
    ['ο', '$o$'],
  ])('LaTeX writes %j as %j', (given, written) => {
    expect(escapeLatex(given)).toBe(written);
  });
});
