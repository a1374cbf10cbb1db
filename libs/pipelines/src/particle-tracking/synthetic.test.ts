/** Against the truth of a synthetic scene: not worse than what the established program reaches on it. */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows, readTargetsText } from './output/classic-text.js';
import { hasReference, readCsv, readJson, referencePath } from './testing/reference.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';

interface Accuracy {
  readonly detection: { readonly recall: number; readonly rmse_px: number };
  readonly positions: { readonly 'recall_0.5mm': number; readonly rmse_mm: number };
  readonly tracks_noadd: { readonly link_precision: number; readonly link_recall: number };
}

const frames = [20001, 20002, 20003, 20004, 20005];
const set = 'synth_A';

(hasReference ? describe : describe.skip)('a synthetic scene', () => {
  let jobs: JobFolder;
  let job: FinishedJob;
  const accuracy = () => readJson<Accuracy>(set, 'expected', 'accuracy_vs_truth.json');
  beforeAll(async () => {
    jobs = await createJobFolder();
    const experiment = path.join(jobs.folder, set);
    await mkdir(path.join(experiment, 'img_1'), { recursive: true });
    for (const part of ['parameters', 'cal']) {
      await cp(referencePath(set, part), path.join(experiment, part), { recursive: true });
    }
    const images = [1, 2, 3, 4].map((camera) => `images/cam${camera}.%d.png`);
    await writeFile(
      path.join(experiment, 'parameters/sequence.par'),
      [...images, '20001', '20005', ''].join('\n'),
    );
    await symlink(referencePath(set, 'images'), path.join(experiment, 'images'));
    job = await jobs.run(experiment, { tracking: { add_particles: 'off' } });
  });
  afterAll(() => jobs.remove());

  const text = (name: string) => readFile(path.join(job.outputDir, name), 'utf8');

  it('is detected', async () => {
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    const truth = readCsv(set, 'truth_particles.csv');
    let [drawn, found, squares] = [0, 0, 0];
    for (const frame of frames) {
      for (const camera of [1, 2, 3, 4]) {
        const name = `images/cam${camera}.${frame}_targets`;
        const targets = readTargetsText(await text(name), name);
        for (let row = 0; row < truth.frame!.length; row++) {
          if (truth.frame![row] !== frame || truth[`drawn${camera}`]![row] !== 1) continue;
          drawn++;
          let best = Number.POSITIVE_INFINITY;
          for (let i = 0; i < targets.count; i++) {
            const off = Math.hypot(
              targets.x[i]! - truth[`u${camera}`]![row]!,
              targets.y[i]! - truth[`v${camera}`]![row]!,
            );
            best = Math.min(best, off);
          }
          if (best > 1) continue;
          found++;
          squares += best ** 2;
        }
      }
    }
    expect(found / drawn).toBeGreaterThanOrEqual(accuracy().detection.recall - 0.01);
    expect(Math.sqrt(squares / found)).toBeLessThanOrEqual(accuracy().detection.rmse_px * 1.05);
  });

  it('is located and tracked', async () => {
    const truth = readCsv(set, 'truth_particles.csv');
    let [all, found, squares, links, right] = [0, 0, 0, 0, 0];
    let before: number[] = [];
    for (const frame of frames) {
      const positions = readRows(await text(`res/rt_is.${frame}`), 'rt_is', 8);
      const linked = readRows(await text(`res/ptv_is.${frame}`), 'ptv_is', 5);
      const rows = truth.frame!.flatMap((value, row) => (value === frame ? [row] : []));
      const nearest = (place: readonly number[], of: readonly (readonly number[])[]) => {
        const off = of.map((other) => Math.hypot(...[0, 1, 2].map((k) => place[k]! - other[k]!)));
        const best = off.indexOf(Math.min(...off));
        return { best, offMm: off[best]! };
      };
      const places = positions.map((row) => row.slice(1, 4));
      const truths = rows.map((row) => ['X', 'Y', 'Z'].map((axis) => truth[axis]![row]!));
      for (const place of truths) {
        all++;
        const { offMm } = nearest(place, places);
        if (offMm > 0.5) continue;
        found++;
        squares += offMm ** 2;
      }
      const particles = places.map((place) => {
        const { best, offMm } = nearest(place, truths);
        return offMm <= 0.5 ? truth.pid![rows[best]!]! : -1;
      });
      linked.forEach(([previous], i) => {
        if (previous! < 0) return;
        links++;
        if (particles[i]! >= 0 && before[previous!] === particles[i]) right++;
      });
      before = particles;
    }
    const { positions, tracks_noadd } = accuracy();
    expect(found / all).toBeGreaterThanOrEqual(positions['recall_0.5mm'] - 0.01);
    expect(Math.sqrt(squares / found)).toBeLessThanOrEqual(0.06);
    expect(right / links).toBeGreaterThanOrEqual(tracks_noadd.link_precision - 0.01);
  });

  it('has exactly the particles and links of the reference', async () => {
    const expected = readCsv(set, 'expected', 'tracks_noadd.csv');
    const got: number[][] = [];
    for (const frame of frames) {
      const rows = readRows(await text(`res/ptv_is.${frame}`), 'ptv_is', 5);
      got.push(...rows.map((row, i) => [frame, i, ...row.slice(0, 5)]));
    }
    const names = ['frame', 'idx', 'prev', 'next', 'x', 'y', 'z'];
    expect(got.length).toBe(expected.frame!.length);
    const different = got.filter((row, i) =>
      row.some((value, k) => Math.abs(value - expected[names[k]!]![i]!) > 0.0011),
    );
    expect(different).toEqual([]);
  });
});
