import type { JobResult } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { progressTeller } from './progress-teller.js';

const stages = ['read', 'fit', 'save'];
const ended = (tookMs: readonly number[]): JobResult => ({
  state: 'succeeded',
  metrics: {},
  stages: stages.map((name, i) => ({ name, durationMs: tookMs[i]!, state: 'succeeded' })),
  artifacts: [],
  warnings: [],
  error: null,
});

/** What a teller writes; time goes on only as told. */
function watched(isTTY: boolean, quietIntervalMs: number | null = 1_000, columns = 200) {
  let ms = 0;
  const written: string[] = [];
  const stream = { isTTY, columns, write: (part: string) => written.push(part) > 0 };
  const teller = progressTeller<string>({
    stages,
    total: 2,
    quietIntervalMs,
    stream: stream as unknown as NodeJS.WriteStream,
    nowMs: () => ms,
  });
  const after = (passedMs: number) => {
    ms += passedMs;
    return teller;
  };
  return {
    teller,
    after,
    lines: () =>
      written.flatMap((part) => part.replaceAll('\r\x1b[K', '\n').split('\n')).filter((line) => line !== ''),
  };
}

const stage = (name: string) => ({ type: 'stage', name }) as const;
const progress = (fraction: number) => ({ type: 'progress', fraction }) as const;

describe('progress of jobs', () => {
  it('S4-07: is told by percent of the whole and stage, rising, and no oftener than asked', () => {
    const { teller, after, lines } = watched(false);
    teller.started('a', '[1/2] a.mp4');
    for (const event of [stage('validate'), stage('read'), progress(0.5)]) teller.heard('a', event);
    expect(lines()).toEqual([]);
    after(1_000).heard('a', progress(0.6));
    after(999).heard('a', stage('fit'));
    after(1).heard('a', progress(0.1));
    after(1_000).heard('a', progress(0.05));
    after(1_000).heard('a', stage('save'));
    teller.ended('a', ended([1, 1, 1]));
    teller.write('[1/2] a.mp4: 3 m³/s');
    expect(lines()).toEqual([
      '[1/2] a.mp4: 20 % read',
      '[1/2] a.mp4: 36 % fit',
      '[1/2] a.mp4: 66 % save',
      '[1/2] a.mp4: 3 m³/s',
    ]);
  });

  it('counts stages by what they took before', () => {
    const { teller, after, lines } = watched(false);
    teller.started('a', 'a');
    teller.ended('a', ended([80, 15, 5]));
    teller.started('b', 'b');
    after(1_000).heard('b', stage('fit'));
    expect(lines()).toEqual(['b: 80 % fit']);
  });

  it('counts the chunks of a job as rounds', () => {
    const { teller, after, lines } = watched(false);
    teller.started('a', '', 2);
    for (const name of stages) teller.heard('a', stage(name));
    after(1_000).heard('a', stage('read'));
    expect(lines()).toEqual(['50 % read']);
  });

  it('is one line of all running jobs on a terminal, and nothing where no lines are wanted', () => {
    const { teller, lines } = watched(true);
    teller.started('a', '[1/2] a.mp4');
    expect(lines()).toEqual(['[........................]   0 % [1/2] a.mp4: 0 %']);
    const narrow = watched(true, 1_000, 60);
    narrow.teller.started('a', '[1/2] of_a_long_name_that_says_little.mp4');
    expect(narrow.lines()).toEqual(['[..........]   0 % [1/2] of_a_long_name_that_says_lit…: 0 %']);
    const silent = watched(false, null);
    silent.teller.started('a', 'a');
    silent.after(60_000).heard('a', stage('save'));
    expect(silent.lines()).toEqual([]);
  });
});
