import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSheetFile } from '@batchyard/documents';
import { exampleRiver, sampleScaffoldText, sampleVideo } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFolder, type Outcome, openCommandLine, runCommand } from '../testing/command.js';
import { workbook } from '../testing/workbook.js';

const folder = makeFolder();
const commandLine = openCommandLine(folder);
const at = (...parts: string[]) => path.join(folder, ...parts);
const textOf = (...parts: string[]) => readFileSync(at(...parts), 'utf8');
const jsonOf = (...parts: string[]) => JSON.parse(textOf(...parts));
const put = (name: string, text: string | Uint8Array) => {
  writeFileSync(at(name), text);
  return name;
};
/** The scaffold of the sample river is in metres. */
const river = (...args: string[]) => commandLine.run('process', 'scaffold.json', ...args);
const metresPerFoot = 0.3048;
/** Where how much is measured is not the point. */
const few = ['--max-frames', '20'];

beforeAll(() => {
  for (const name of ['videos', 'more']) mkdirSync(at(name));
  put('scaffold.json', sampleScaffoldText(exampleRiver));
  for (const [name, fastestMps] of [
    ['videos/a', 0.8],
    ['videos/b', 0.6],
    ['videos/c', 0.4],
    ['more/a', 0.7],
  ] as const) {
    put(`${name}.y4m`, sampleVideo({ ...exampleRiver, fastestMps }));
  }
  put('videos/broken.y4m', 'YUV4MPEG2 nonsense');
});
afterAll(() => {
  commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('batchyard process of one video', () => {
  it('leaves a folder named like it, with its discharge, date and comment', async () => {
    const options = [
      '--wse',
      '10',
      '--date',
      '2026-05-04',
      '--comment',
      'low flow',
      '--end',
      '00:02',
      '--alpha',
      '0.8',
    ];
    const { code, stdout } = await river('videos/a.y4m', ...options, '--output', 'results');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/discharge_m3_s +\d\.\d+ +m³\/s/)]);
    expect(textOf('results', 'a', 'a_discharge.csv').split('\n')[0]).toBe(
      'ID,Status,Station Distance,Width,Depth,Area,Surface Velocity,α (alpha),Unit Discharge',
    );
    expect(jsonOf('results', 'a', 'results.json')).toMatchObject({
      measurement_date: '2026-05-04',
      comment: 'low flow',
      water_level_m: 10,
      alpha: 0.8,
    });
    const result = jsonOf('results', 'a', 'result.json');
    expect(result).toMatchObject({
      state: 'succeeded',
      error: null,
      metrics: { frames: 50, water_level_m: 10 },
    });

    const again = await river('videos/a.y4m', '--wse', '10', '--output', 'results');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
    const other = [
      (10 / metresPerFoot).toString(),
      '--wse-unit',
      'ft',
      '--frame-step',
      '2',
      '--max-frames',
      '20',
    ];
    expect(existsSync(path.join(folder, 'results', 'a', 'frames'))).toBe(false);
    const forced = await river(
      'videos/a.y4m',
      '--wse',
      ...other,
      '-o',
      'results',
      '--force',
      '-q',
      '--keep-temp',
    );
    expect([forced.code, forced.stdout, forced.stderr]).toEqual([0, '', '']);
    expect(readdirSync(path.join(folder, 'results', 'a', 'frames'))).toHaveLength(20);
    expect(jsonOf('results', 'a', 'result.json').metrics).toMatchObject({
      water_level_m: expect.closeTo(10, 9),
      frames: 20,
      frame_interval_s: expect.closeTo(0.08, 9),
    });
  });

  it.each([
    [['videos/a.y4m'], /water_level is missing/],
    [['videos/a.y4m', '--wse', '10', '--alpha', '0'], /alpha is 0: expected a number of more than 0/],
    [['videos/a.y4m', '--wse', '10', '--start', '2', '--end', '1'], /no frames from 2 s to 1 s/],
    [['videos/a.y4m', '--wsee', '10'], /did you mean --wse\?/],
    [['videos/no.y4m', '--wse', '10'], /there is no such file/],
    [['videos/a.y4m', '--wse', '4'], /the section is dry/],
    [['videos/a.y4m', '--wse', '10', '--sheet', 'batch.csv'], /one of a video and a --sheet/],
    [['--wse', '10'], /Give a video/],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await river(...args, '-o', 'refused', '--force');
    expect([code, stdout + stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('says in which stage a video failed', async () => {
    const { code, stdout } = await river('videos/broken.y4m', '--wse', '10', '-o', 'broken', '--json');
    expect([code, JSON.parse(stdout).error.stage]).toEqual([2, 'open-video']);
    expect(jsonOf('broken', 'broken', 'result.json').error.stage).toBe('open-video');
  });

  it('needs a folder, and a scaffold that is one', async () => {
    const nowhere = await river('videos/a.y4m', '--wse', '10');
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('--output')]);
    put('bad.json', '{"format":"batchyard-river-scaffold","version":1}');
    const bad = await commandLine.run('process', 'bad.json', 'videos/a.y4m', '--wse', '10', '-o', 'x');
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/control_points[\s\S]*cross_section/)]);
    expect(existsSync(at('x'))).toBe(false);
  });

  it('shows what a scaffold says', async () => {
    const { code, stdout } = await river('--info');
    expect(code).toBe(0);
    for (const text of [
      /rectification +camera/,
      /units +m/,
      /cross-section +5 points/,
      /search +lines; stations 1, 2/,
    ])
      expect(stdout).toMatch(text);
    const json = JSON.parse((await river('--info', '--json')).stdout);
    expect(json).toMatchObject({ method: 'camera', problems: [], scaffold: { alpha: 0.85 } });
  });

  it('has help with an option for each parameter', async () => {
    const { code, stdout } = await commandLine.run('process', '--help');
    expect(code).toBe(0);
    for (const name of [
      'wse',
      'wse-unit',
      'alpha',
      'start',
      'end',
      'frame-step',
      'max-frames',
      'date',
      'comment',
    ])
      expect(stdout).toMatch(new RegExp(`--${name}\\b`));
  });
});

const badRows =
  '\uFEFFvideo_path,water_surface_elevation,alpha,start_time,end_time,measurement_date,comments,gage_height\r\n'.concat(
    'videos/a.y4m,10.2,0.85,0,00:02,2026-05-04,"first, second",3.1\r\n',
    '\r\n',
    'videos/b.y4m,10,,,,,,\r\n',
    'videos/c.y4m,9.8,1.5,,,,,\r\n',
    'videos/missing.y4m,9.8,,,,,,\r\n',
    'videos/broken.y4m,9.8,,,,,,\r\n',
    'more/a.y4m,10.1,,,,,,\r\n',
    'videos/c.y4m,9.7,0.9,,,,,\r\n',
    'videos/c.y4m,4,,,,,,\r\n',
    'videos/c.y4m,9.7,0.9,50,,,,\r\n',
    'videos/c.y4m,9.7,0.9,1:2:3:4,,,,\r\n',
    ',9.7,,,,,,\r\n',
    'videos/c.y4m,,,,,,,\r\n',
  );

describe('batchyard process of a sheet with good and bad rows', () => {
  let outcome: Outcome;
  let rows: (string | number | null)[][];
  beforeAll(async () => {
    put('batch.csv', badRows);
    // From another folder: paths are those from the folder of the sheet.
    outcome = await runCommand(
      [
        'process',
        at('scaffold.json'),
        '--sheet',
        at('batch.csv'),
        '--output',
        at('out'),
        '--concurrency',
        '2',
      ],
      { cwd: path.dirname(folder) },
    );
    rows = await readRows(at('out', 'batch_summary.csv'));
  });

  it('ends with 1, tells each row, and what came out', () => {
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('12 videos: 4 succeeded, 8 failed.');
    expect(outcome.stdout).toMatch(/Discharge +m³\/s +4 /);
    expect(outcome.stdout).toMatch(/Rating curve: Discharge = [\d.]+ · \(Water level − [\d.]+\)\^[\d.]+/);
    expect(outcome.stderr).toMatch(/\[12\/12\] /);
    expect(outcome.stderr).toMatch(/\[\d+\/12\] videos\/a\.y4m: [\d.]+ m³\/s/);
  });

  it('has a summary of nine columns with a line for each video, failed ones with their stage', () => {
    expect(rows[0]).toEqual([
      'video_path',
      'success',
      'error_stage',
      'error_message',
      'discharge_m3s',
      'area_m2',
      'mean_velocity_ms',
      'num_frames',
      'processing_time_s',
    ]);
    expect(rows.slice(1).map(([video, success, stage]) => [video, success, stage])).toEqual([
      ['videos/a.y4m', 'true', null],
      ['videos/b.y4m', 'true', null],
      ['videos/c.y4m', 'false', 'validate'],
      ['videos/missing.y4m', 'false', 'open-video'],
      ['videos/broken.y4m', 'false', 'open-video'],
      ['more/a.y4m', 'true', null],
      ['videos/c.y4m', 'true', null],
      ['videos/c.y4m', 'false', 'discharge'],
      ['videos/c.y4m', 'false', 'extract'],
      ['videos/c.y4m', 'false', 'validate'],
      [null, 'false', 'validate'],
      ['videos/c.y4m', 'false', 'validate'],
    ]);
    const messages = rows.slice(1).map((row) => row[3]);
    expect(messages[2]).toBe('Row 5: "1.5" is too large.');
    expect(messages[9]).toBe('Row 12: "1:2:3:4" is no time.');
    expect(messages[10]).toBe('Row 13: Video is missing.');
    expect(messages[11]).toMatch(/^Row 14: .*water_level is missing/);
    const [, a] = rows;
    const { metrics } = jsonOf('out', 'a', 'result.json');
    expect(Number(a?.[4])).toBeCloseTo(metrics.discharge_m3_s, 8);
    expect([a?.[5], a?.[7]].map(Number)).toEqual([expect.closeTo(metrics.area_m2, 8), 50]);
    expect(Number(a?.[8])).toBeGreaterThan(0);
  });

  it('has a folder for each video that was begun, two of one name apart', () => {
    const folders = readdirSync(at('out')).filter((name) => !name.includes('.'));
    expect(folders.sort()).toEqual(['a', 'a_2', 'b', 'broken', 'c', 'c_2', 'c_3', 'missing']);
    expect(jsonOf('out', 'a', 'results.json')).toMatchObject({
      measurement_date: '2026-05-04',
      comment: 'first, second',
      water_level_m: 10.2,
    });
    expect(existsSync(at('out', 'a_2', 'a_discharge.csv'))).toBe(true);
  });

  it('has statistics over the videos with a result, and the curve with its residuals', () => {
    const statistics = jsonOf('out', 'batch_statistics.json');
    const discharges = rows.slice(1).flatMap((row) => (row[1] === 'true' ? [Number(row[4])] : []));
    const mean = discharges.reduce((sum, value) => sum + value, 0) / 4;
    const variance = discharges.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
    expect(statistics).toMatchObject({
      n_jobs: 12,
      n_successful: 4,
      n_failed: 8,
      discharge_m3_s: {
        n: 4,
        mean: expect.closeTo(mean, 8),
        std: expect.closeTo(Math.sqrt(variance), 8),
        min: expect.closeTo(Math.min(...discharges), 8),
        max: expect.closeTo(Math.max(...discharges), 8),
      },
      relations: [{ title: 'Rating curve', n: 4, x: { metric: 'water_level_m', unit: 'm' } }],
    });
    expect(statistics.relations[0].points).toHaveLength(4);
    expect(textOf('out', 'batch_report.html')).toContain('<h2>Rating curve</h2><figure><svg');
    expect(readFileSync(at('out', 'rating_curve.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('gives the sheet back with columns of results', async () => {
    const [head, ...sheet] = await readRows(at('out', 'batch_with_results.csv'));
    const column = (heading: string) => head?.indexOf(heading) ?? -1;
    expect(head?.slice(0, 11)).toEqual([
      ...(badRows.slice(1).split('\r\n')[0] ?? '').split(','),
      'State',
      'Stage',
      'Reason',
    ]);
    expect(sheet).toHaveLength(12);
    expect(sheet[0]?.[6]).toBe('first, second');
    expect(sheet.map((row) => row[column('State')])[2]).toBe('failed');
    expect(Number(sheet[0]?.[column('Discharge (m³/s)')])).toBe(Number(rows[1]?.[4]));
    expect(sheet[5]?.[column('Results folder')]).toBe('a_2');
  });

  it('does not write over a former batch, unless told', async () => {
    const again = await river('--sheet', 'batch.csv', '--output', 'out');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('holds a batch already')]);
  });

  it('checks all rows without processing any', async () => {
    const { code, stdout, stderr } = await river('--sheet', 'batch.csv', '--check');
    expect([code, stdout]).toEqual([
      2,
      expect.stringContaining('12 rows cannot be processed as they are: 8 errors'),
    ]);
    for (const place of [
      'line 5, column',
      'line 6, column',
      'line 7, column',
      'line 12, column',
      'line 13, column',
    ])
      expect(stderr).toContain(`batch.csv, ${place}`);
    const json = JSON.parse((await river('--sheet', 'batch.csv', '--check', '--json')).stdout);
    expect(json.problems.map(({ place }: { place: object }) => place)).toContainEqual({
      file: 'batch.csv',
      line: 5,
      column: 'alpha',
    });
    expect((await river('--check')).code).toBe(0);
    expect((await river('videos/a.y4m', '--wse', '10', '--check')).code).toBe(0);
  });
});

describe('batchyard process of other sheets', () => {
  it('takes headings with units, other delimiters and decimal signs, and options for all rows', async () => {
    put(
      'other.csv',
      `Video;WSE (ft);Start\nvideos/a.y4m;${String(10 / metresPerFoot).replace('.', ',')};0,4\n`,
    );
    const { code } = await river('--sheet', 'other.csv', '-o', 'other', '--alpha', '0.5', ...few);
    expect(code).toBe(0);
    const { metrics } = jsonOf('other', 'a', 'result.json');
    expect(metrics).toMatchObject({ water_level_m: expect.closeTo(10, 6), frames: 20 });
    expect(jsonOf('other', 'a', 'results.json').alpha).toBe(0.5);
    expect(textOf('other', 'other_with_results.csv')).toMatch(/^\uFEFFVideo;WSE \(ft\);Start;State;/);
  });

  it('keeps a workbook one, with what stands in it, and takes a scaffold of its own for a row that names one', async () => {
    const scaffold = JSON.parse(textOf('scaffold.json'));
    put('site_b.json', JSON.stringify({ ...scaffold, alpha: 0.5 }));
    const cell = (reference: string, text: string) =>
      `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const xml = `<cols><col min="1" max="1" width="33" customWidth="1"/></cols><sheetData>
<row r="1">${cell('A1', 'video_path')}${cell('B1', 'water_surface_elevation')}${cell('C1', 'start_time')}${cell('D1', 'scaffold')}</row>
<row r="2">${cell('A2', 'videos/a.y4m')}<c r="B2"><v>10</v></c><c r="C2"><v>0.5</v></c></row>
<row r="3">${cell('A3', 'videos/no.y4m')}<c r="B3"><f>B2+0.1</f><v>10.1</v></c></row>
<row r="4">${cell('A4', 'videos/b.y4m')}<c r="B4"><v>10</v></c>${cell('D4', 'site_b.json')}</row>
<row r="5">${cell('A5', 'videos/b.y4m')}<c r="B5"><v>10</v></c>${cell('D5', 'no.json')}</row></sheetData>`;
    put('site.xlsx', await workbook('May', xml));
    const { code } = await river('--sheet', 'site.xlsx', '-o', 'site', '--worksheet', 'May', ...few);
    expect(code).toBe(1);
    const [head, first, second] = await readRows(at('site', 'site_with_results.xlsx'));
    expect(head?.slice(0, 6)).toEqual([
      'video_path',
      'water_surface_elevation',
      'start_time',
      'scaffold',
      'State',
      'Stage',
    ]);
    expect(first?.slice(0, 5)).toEqual(['videos/a.y4m', 10, 0.5, null, 'succeeded']);
    expect(second?.slice(0, 7)).toEqual([
      'videos/no.y4m',
      10.1,
      null,
      null,
      'failed',
      'open-video',
      'no.y4m cannot be read: there is no such file.',
    ]);
    expect(['a', 'b'].map((name) => jsonOf('site', name, 'results.json').alpha)).toEqual([0.85, 0.5]);
    expect((await readRows(at('site', 'batch_summary.csv')))[4]?.slice(0, 3)).toEqual([
      'videos/b.y4m',
      'false',
      'rectify',
    ]);
    const { stderr } = await river('--sheet', 'site.xlsx', '--worksheet', 'May', '--check');
    expect(stderr).toMatch(/site\.xlsx, line 5, column scaffold/);
  });

  it('begins no further video after a failure where told so, and has a summary where none succeeded', async () => {
    put('stop.csv', 'video_path,wse\nvideos/broken.y4m,10\nvideos/a.y4m,10\n');
    const args = ['--sheet', 'stop.csv', '-o', 'stop', '--stop-on-error', '--concurrency', '1', '--json'];
    const { code, stdout } = await river(...args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ total_videos: 2, successful: 0, failed: 2, relations: [] });
    const rows = await readRows(at('stop', 'batch_summary.csv'));
    expect(rows[2]?.slice(0, 4)).toEqual([
      'videos/a.y4m',
      'false',
      'validate',
      'Not processed: stopped after the first failure.',
    ]);
    expect(jsonOf('stop', 'batch_statistics.json').discharge_m3_s).toMatchObject({
      n: 0,
      mean: null,
      std: null,
    });
  });

  it.each([
    ['video,alpha\nvideos/a.y4m,0.9\n', /no column water_level \(or water_surface_elevation, wse/],
    ['level,wse\nhigh,10\n', /no column video_path/],
    ['video_path,wse\n', /no rows/],
    ['', /is empty/],
  ])('refuses %j', async (text, message) => {
    put('bad.csv', text);
    const { code, stderr } = await river('--sheet', 'bad.csv', '-o', 'bad');
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(at('bad'))).toBe(false);
  });
});

describe('the guide to river batches', () => {
  const guide = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/river-batches.md'), 'utf8');
  const [examples = ''] = /(?<=```sh\n)batchyard process[^`]*/.exec(guide) ?? [];
  const commands = examples.trim().split('\n');

  it('has examples that run, here with videos that need no ffmpeg', async () => {
    put('river.y4m', sampleVideo({ ...exampleRiver, frames: 20 }));
    put('batch.csv', 'video_path,water_surface_elevation\nriver.y4m,10\nriver.y4m,9.9\n');
    expect(commands).toHaveLength(4);
    for (const command of commands) {
      const args = command.replace('.mp4', '.y4m').replace('318.5', '10').split(' ').slice(1);
      const { code, stderr } = await commandLine.run(...args);
      expect([command, code, stderr.replace(/^(\[.*|\S+: \d+ % .*)\n/gm, '')]).toEqual([command, 0, '']);
    }
    expect(existsSync(at('season', 'river', 'river_discharge.csv'))).toBe(true);
  });

  it('names every file of a batch, and only headings that are understood', async () => {
    const files = readdirSync(at('season')).filter((name) => name.includes('.'));
    for (const file of files) expect(guide).toContain(file.replace('batch_with', '<sheet>_with'));
    const rows = [...guide.matchAll(/^\| (`[^|]+`) \| ([^|]*) \| /gm)].slice(0, 8);
    const headings = rows.flatMap(([, ...cells]) =>
      [...cells.join(' ').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(headings).toContain('water_surface_elevation');
    const { stdout } = await commandLine.run('process', '--help');
    for (const heading of headings.filter((name) => !/video|scaffold|file|path/.test(name ?? ''))) {
      expect(stdout).toContain(`--${heading?.replaceAll('_', '-')}`);
    }
  });
});

async function readRows(file: string): Promise<(string | number | null)[][]> {
  const opened = await openSheetFile(file, path.basename(file));
  const rows: (string | number | null)[][] = [];
  try {
    const [sheet] = opened.sheets;
    for await (const { cells } of opened.rows(sheet?.name ?? '', () => undefined)) {
      rows.push(cells as (string | number | null)[]);
    }
  } finally {
    await opened.close();
  }
  return rows;
}
