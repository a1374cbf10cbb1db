import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PipelineExample } from '../example.js';
import { greaseSamples } from './sample.js';

export const example: PipelineExample = {
  async prepare(folder) {
    const { baseline, samples } = greaseSamples();
    const write = async ({ name, text }: { name: string; text: string }) => {
      await writeFile(path.join(folder, name), text);
      return [{ path: path.join(folder, name), name }];
    };
    return {
      inputs: { baseline: await write(baseline), sample: await write(samples[2]!) },
      params: { baseline_correction: { method: 'asls' }, dpi: 72, save_normalized_csvs: true },
    };
  },
  badParams: [
    { params: { format: 'bmp' }, path: 'format' },
    { params: { dpi: 0 }, path: 'dpi' },
    { params: { dpi: 1200, width_in: 20, height_in: 20 }, path: 'dpi' },
    { params: { filename_template: '{sample}_{operator}' }, path: 'filename_template' },
    { params: { filename_template: '../{sample}' }, path: 'filename_template' },
    { params: { smoothing: { window: 4 } }, path: 'smoothing.window' },
    { params: { smoothing: { window: 5, order: 5 } }, path: 'smoothing.order' },
    { params: { region: { min: 2000, max: 1000 } }, path: 'region.max' },
    { params: { normalisation: 'vector' }, path: 'normalisation' },
  ],
};
