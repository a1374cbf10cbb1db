import path from 'node:path';
import type { PipelineExample } from '../example.js';
import { exampleExperiment, generateExperiment } from './sample.js';
import { writeFiles } from './testing/write-files.js';

export const example: PipelineExample = {
  async prepare(folder) {
    const experiment = path.join(folder, 'experiment');
    await writeFiles(experiment, generateExperiment(exampleExperiment).files);
    return { inputs: { experiment: [{ path: experiment, name: 'experiment' }] }, params: {} };
  },
  badParams: [
    { params: { repetitions: 0 }, path: 'repetitions' },
    { params: { first_frame: 'soon' }, path: 'first_frame' },
    { params: { detection: { treshold: 1 } }, path: 'detection.treshold' },
    { params: { tracking: { max_step_mm: -1 } }, path: 'tracking.max_step_mm' },
  ],
};
