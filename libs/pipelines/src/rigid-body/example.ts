import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PipelineExample } from '../example.js';
import { exampleRecording, generateRecording } from './sample.js';

export const example: PipelineExample = {
  async prepare(folder) {
    const { markersCsv, truthCsv } = generateRecording({ ...exampleRecording, frames: 60 });
    const markers = path.join(folder, 'markers.csv');
    const truth = path.join(folder, 'truth.csv');
    await writeFile(markers, markersCsv);
    await writeFile(truth, truthCsv);
    return {
      inputs: {
        markers: [{ path: markers, name: 'markers.csv' }],
        truth: [{ path: truth, name: 'truth.csv' }],
      },
      params: { optimization: { max_iterations: 50 } },
    };
  },
  badParams: [
    { params: { weights: { lambda_rigid: -1 } }, path: 'weights.lambda_rigid' },
    { params: { weights: { lamda_rigid: 1 } }, path: 'weights.lamda_rigid' },
    { params: { optimization: { max_iterations: 'many' } }, path: 'optimization.max_iterations' },
    { params: { optimization: { linear_solver: 'dense_qr' } }, path: 'optimization.linear_solver' },
  ],
};
