import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InputFile } from '../contract.js';
import type { PipelineExample } from '../example.js';
import { generateTimeLapse } from './sample/time-lapse.js';

export const example: PipelineExample = {
  async prepare(folder) {
    const subject = '20240411_B01_e01';
    const embryo = { subject, frames: 6, edemaFrom: null, deathFrame: null };
    const frames: InputFile[] = [];
    await mkdir(path.join(folder, 'frames'), { recursive: true });
    const planted = { MOTION_BLUR: [2], MISSING_FRAMES: [4] };
    for (const { fileName, png } of generateTimeLapse({
      seed: 'contract',
      embryos: [{ ...embryo, planted }],
    })) {
      const file = path.join(folder, 'frames', fileName);
      await writeFile(file, png);
      frames.push({ path: file, name: fileName });
    }
    const table = path.join(folder, 'table.csv');
    const rows = frames.map((_, i) => `20240411_B02_e01,${i},${1000 + 7 * i}`);
    await writeFile(table, `subject,frame,area\n${rows.join('\n')}\n`);
    return { inputs: { frames, table: [{ path: table, name: 'table.csv' }] }, params: {} };
  },
  badParams: [
    { params: { detectors: ['motion_blurr'] }, path: 'detectors.0' },
    { params: { motion_blur: { threshold: 'low' } }, path: 'motion_blur.threshold' },
    { params: { dark: { severity: 'grave' } }, path: 'dark.severity' },
    { params: { motion_blurr: {} }, path: 'motion_blurr' },
    { params: { images: { smoothing: 0 } }, path: 'images.smoothing' },
  ],
};
