import { appendFile, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameRange, InputFile, Pipeline } from '../contract.js';
import { validateJob } from '../execution/execute.js';
import { flagDetection } from './pipeline.js';
import { type EmbryoSettings, exampleTimeLapse } from './sample/time-lapse.js';
import { createFlagJobFolder, type FinishedJob, type FlagJobFolder } from './testing/flag-job.js';

const subject = '20240411_A01_e01';
const embryo: EmbryoSettings = {
  subject,
  frames: 12,
  edemaFrom: null,
  deathFrame: null,
  planted: { MOTION_BLUR: [3], DARK: [6], MISSING_FRAMES: [9] },
};

let jobs: FlagJobFolder;
let frames: InputFile[];
/** All defaults on those frames. */
let whole: FinishedJob;
beforeAll(async () => {
  jobs = await createFlagJobFolder();
  frames = await jobs.writeFrames({ seed: 'pipeline', embryos: [embryo] });
  whole = await jobs.run({ frames }, {});
});
afterAll(() => jobs.remove());

const check = async (inputs: Record<string, InputFile[]>, params: unknown = {}) =>
  (await validateJob(flagDetection as Pipeline, { params, inputs })).problems;

const lines = async (outputDir: string, file: string) =>
  (await readFile(path.join(outputDir, file), 'utf8')).trimEnd().split('\n');

describe('on images', () => {
  it('S2-74 states each flag once, auto-generated, with severity, frames and the measured value', async () => {
    const { annotations, state } = whole;
    expect(state).toBe('succeeded');
    expect(
      annotations.map(({ kind, value, frames: runs, severity }) => [kind, value, runs, severity]),
    ).toEqual([
      ['flag', 'MOTION_BLUR', [{ first: 3, last: 3 }], 'warning'],
      ['flag', 'DARK', [{ first: 6, last: 6 }], 'error'],
      ['subject_flag', 'MISSING_FRAMES', null, 'warning'],
    ]);
    expect(annotations.every((annotation) => annotation.subject === subject)).toBe(true);
    const [blur, , missing] = annotations;
    expect(blur?.detail).toMatchObject({
      auto_generated: true,
      detector: 'motion_blur',
      level: 'frame',
      unit: '1',
    });
    const [{ frame, value, limit }] = blur!.detail!.values as [Record<string, number>];
    expect([frame, limit]).toEqual([3, 0.4]);
    expect(value).toBeLessThan(0.4);
    expect(missing?.note).toBe('Frame 9 is missing between 0 and 11.');
  });

  it('S2-72 counts for each detector what was checked, detected and failed', async () => {
    const { metrics, outputDir } = whole;
    expect(metrics).toMatchObject({
      subjects: 1,
      frames: 11,
      flags: 3,
      unreadable_frames: 0,
      motion_blur_checked: 11,
      motion_blur_detected: 1,
      motion_blur_failed: 0,
      missing_frames_checked: 1,
      missing_frames_detected: 1,
      no_embryo_checked: 1,
      incomplete_checked: 1,
    });
    expect(metrics.flagged_frames_percent).toBeCloseTo((100 * 2) / 11, 9);
    const rows = await lines(outputDir, 'detectors.csv');
    expect(rows[0]).toBe('detector,level,flag,checked,detected,failed,failures');
    expect(rows[1]).toBe('motion_blur,frame,MOTION_BLUR,11,1,0,');
    expect(rows).toHaveLength(11);
  });

  it('S2-73 thresholds and severity reach the detector', async () => {
    const blurred = async (threshold: number) =>
      (await jobs.run({ frames }, { detectors: ['motion_blur'], motion_blur: { threshold } })).metrics
        .motion_blur_detected;
    expect([await blurred(0.01), await blurred(0.4)]).toEqual([0, 1]);
    const { annotations } = await jobs.run(
      { frames },
      { detectors: ['dark'], dark: { severity: 'critical' } },
    );
    expect(annotations.map(({ value, severity }) => [value, severity])).toEqual([['DARK', 'critical']]);
  });

  it('S2-71 refuses a severity that there is not', async () => {
    const problems = await check({ frames }, { dark: { severity: 'grave' } });
    expect(problems.map(({ place, expectation }) => [place.parameter, expectation])).toEqual([
      ['dark.severity', 'one of "info", "warning", "error", "critical"'],
    ]);
  });

  it('S2-75 checks the chosen entities only', async () => {
    const only = async (...entities: string[]) => {
      const { annotations, metrics } = await jobs.run({ frames }, { entities });
      return [
        metrics.motion_blur_checked,
        metrics.missing_frames_checked,
        annotations.map(({ value }) => value),
      ];
    };
    expect(await only(`${subject}_s0003`, `${subject}_s0004`)).toEqual([2, 0, ['MOTION_BLUR']]);
    expect(await only(`${subject}_s0004`)).toEqual([1, 0, []]);
    expect(await only('20240411_A01')).toEqual([11, 1, ['MOTION_BLUR', 'DARK', 'MISSING_FRAMES']]);
  });

  it('S2-76 states the same things when it is run again, each subject and flag once', async () => {
    const [first, second] = [whole, await jobs.run({ frames }, {})];
    expect(second.annotations).toEqual(first.annotations);
    const keys = first.annotations.map(({ subject: id, kind, value }) => `${id} ${kind} ${value}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes back what it finds no more, but only where it looked at the whole subject', async () => {
    const strict = { detectors: ['motion_blur', 'dark'], motion_blur: { threshold: 0.01 } };
    expect((await jobs.run({ frames }, strict)).withdrawn).toEqual([`${subject} MOTION_BLUR`]);
    const { withdrawn } = await jobs.run({ frames }, { ...strict, entities: [`${subject}_s0004`] });
    expect(withdrawn).toEqual([]);
  });

  it('writes flags, measures and a figure for each subject', async () => {
    const { artifacts, outputDir } = whole;
    expect(artifacts.map(({ path: file, role }) => [file, role])).toEqual([
      [`${subject}_flags.svg`, 'preview'],
      ['flags.csv', 'result'],
      ['detectors.csv', 'report'],
      ['measures.csv', 'data'],
    ]);
    const [heading, first] = await lines(outputDir, 'flags.csv');
    expect(heading).toBe('subject,frame,flag,severity,detector,value,limit,unit');
    expect(first).toMatch(/^20240411_A01_e01,3,MOTION_BLUR,warning,motion_blur,0\.\d+,0\.4,1$/);
    expect(await lines(outputDir, 'measures.csv')).toHaveLength(12);
    expect(await readFile(path.join(outputDir, `${subject}_flags.svg`), 'utf8')).toMatch(/^<\?xml|^<svg/);
  });

  it('its table of measures gives the same flags as the images', async () => {
    const fromImages = whole;
    const text = await readFile(path.join(fromImages.outputDir, 'measures.csv'), 'utf8');
    const fromTable = await jobs.run({ table: [await jobs.writeTable(text)] }, {});
    const found = ({ annotations }: typeof fromImages) =>
      annotations.map(({ value, frames: runs }) => [value, runs]);
    expect(found(fromTable)).toEqual(found(fromImages));
  });

  it('a damaged image costs its frame and is named', async () => {
    const copies = await jobs.writeFrames({ seed: 'pipeline', embryos: [embryo] });
    await truncate(copies[4]!.path, 5000);
    const { state, metrics, warnings } = await jobs.run({ frames: copies }, { detectors: ['motion_blur'] });
    expect([state, metrics.unreadable_frames, metrics.motion_blur_failed]).toEqual(['succeeded', 1, 1]);
    expect(warnings.join()).toContain(`${copies[4]!.name} could not be measured`);
    expect(metrics.motion_blur_detected).toBe(1);
  });
});

describe('on a table', () => {
  it('the measures in the documentation lead to the faults of the sample time lapse, and no others', async () => {
    const examples = path.resolve(import.meta.dirname, '../../../../docs/examples/flag-detection');
    const file = { path: path.join(examples, 'measures.csv'), name: 'measures.csv' };
    const { annotations } = await jobs.run({ table: [file] }, {});
    const planted = exampleTimeLapse.embryos.flatMap((one) =>
      Object.entries(one.planted).map(([term, numbers]) => [
        one.subject,
        term,
        term === 'MISSING_FRAMES' ? null : numbers,
      ]),
    );
    const found = annotations.map(({ subject: id, value, frames: runs }) => [
      id,
      value,
      Array.isArray(runs) ? runs.map(({ first }: FrameRange) => first) : runs,
    ]);
    expect(found.sort()).toEqual(planted.sort());
  });

  const table = (rows: readonly (readonly (string | number)[])[], header = 'subject,frame,area,x,y') =>
    jobs.writeTable([header, ...rows.map((row) => row.join(','))].join('\n'));
  const steady = Array.from({ length: 20 }, (_, t) => ['s1', t, 1000 + t, 50 + (t % 3), 40 + (t % 2)]);

  it('finds outliers in size and jumps in position, and no more', async () => {
    const rows = steady.map((row) => [...row]);
    rows[7]![2] = 1900;
    rows[12]![3] = 95;
    const { annotations, metrics } = await jobs.run({ table: [await table(rows)] }, {});
    expect(annotations.map(({ value, frames: runs }) => [value, runs])).toEqual([
      ['OUTLIER_SIZE', [{ first: 7, last: 7 }]],
      ['POSITION_JUMP', [{ first: 12, last: 12 }]],
    ]);
    // Without images nothing is known of sharpness, and ids of no convention belong to no video.
    expect(metrics.motion_blur_checked).toBeUndefined();
    expect([metrics.no_embryo_checked, metrics.incomplete_checked]).toEqual([undefined, 0]);
  });

  it('a move that lasts is one jump, and a change of size that lasts is none', async () => {
    const rows = steady.map(([id, t, area, x, y]) => [
      id!,
      t!,
      Number(t) < 10 ? area! : Number(area) * 2,
      Number(t) < 10 ? x! : Number(x) + 40,
      y!,
    ]);
    const { annotations } = await jobs.run({ table: [await table(rows)] }, {});
    expect(annotations.map(({ value, frames: runs }) => [value, runs])).toEqual([
      ['POSITION_JUMP', [{ first: 10, last: 10 }]],
    ]);
  });

  it('S2-70 flags experiments and videos by their own terms', async () => {
    const rows = ['A01_e01', 'A02_e01'].flatMap((well, i) =>
      Array.from({ length: i === 0 ? 20 : 8 }, (_, t) => [`20240411_${well}`, t, i === 0 ? 0.4 : 0.02]),
    );
    const file = await table(rows, 'subject,frame,contrast');
    const { annotations } = await jobs.run({ table: [file] }, { detectors: ['no_embryo', 'incomplete'] });
    expect(annotations.map(({ subject: id, kind, value, frames: runs }) => [id, kind, value, runs])).toEqual([
      ['20240411_A02', 'video_flag', 'NO_EMBRYO', null],
      ['20240411', 'experiment_flag', 'INCOMPLETE', null],
    ]);
  });

  it('takes columns by other headings', async () => {
    const rows = steady.map((row) => [...row]);
    rows[7]![2] = 1900;
    const file = await table(rows, 'Embryo;Frame;Length_um;x;y'.replaceAll(';', ','));
    const params = { table: { subject_column: 'embryo', size_column: 'length_um' } };
    const { annotations } = await jobs.run({ table: [file] }, params);
    expect(annotations.map(({ value }) => value)).toEqual(['OUTLIER_SIZE']);
  });
});

describe('check', () => {
  it('says that there is nothing to look at', async () => {
    expect((await check({})).map(({ code }) => code)).toEqual(['NO_DATA']);
  });

  it('reports every problem at once', async () => {
    const bad = await jobs.writeTable('subject,number\n,1\n');
    const unnamed = { path: frames[0]!.path, name: 'picture.png' };
    const broken = await jobs.writeTable('no picture');
    const inputs = {
      frames: [
        frames[0]!,
        unnamed,
        { path: frames[1]!.path, name: frames[0]!.name },
        { path: broken.path, name: 'x_s0001.png' },
      ],
      table: [bad],
    };
    const problems = await check(inputs);
    expect(problems.map(({ code, place }) => [code, place.file])).toEqual([
      ['BAD_FRAME_NAME', 'picture.png'],
      ['DUPLICATE_FRAME', frames[0]!.name],
      ['UNREADABLE_IMAGE', 'x_s0001.png'],
      ['MISSING_COLUMN', 'table.csv'],
    ]);
    for (const problem of problems)
      expect([problem.expectation, problem.fix].includes(undefined)).toBe(false);
  });

  it('names columns that a chosen detector lacks, and entities that are not there', async () => {
    const file = await jobs.writeTable('subject,frame,area\ns1,0,5\n');
    const params = { detectors: ['outlier_size', 'motion_blur'], entities: ['s2'] };
    expect(
      (await check({ table: [file] }, params)).map(({ code, place }) => [code, place.parameter]),
    ).toEqual([
      ['MISSING_MEASURE', 'detectors'],
      ['UNKNOWN_ENTITY', 'entities.0'],
    ]);
  });

  it('names the line of a bad cell', async () => {
    const file = await jobs.writeTable('subject,frame,area\ns1,0,5\ns1,1,big\ns1,x,5\n');
    await appendFile(file.path, 's1,0,6\n');
    expect((await check({ table: [file] })).map(({ code, place }) => [code, place.line])).toEqual([
      ['NOT_A_NUMBER', 3],
      ['BAD_FRAME', 4],
      ['DUPLICATE_FRAME', 5],
    ]);
  });
});
