import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PipelineExample } from '../example.js';
import { exampleRiver, sampleLevelM, sampleScaffoldText, sampleVideo } from './sample.js';

export const example: PipelineExample = {
  async prepare(folder) {
    const [video, scaffold] = [path.join(folder, 'river.y4m'), path.join(folder, 'scaffold.json')];
    await writeFile(video, sampleVideo(exampleRiver));
    await writeFile(scaffold, sampleScaffoldText(exampleRiver));
    return {
      inputs: {
        video: [{ path: video, name: 'river.y4m' }],
        scaffold: [{ path: scaffold, name: 'scaffold.json' }],
      },
      params: { water_level: sampleLevelM },
    };
  },
  badParams: [
    { params: {}, path: 'water_level' },
    { params: { water_level: 10, alpha: 1.5 }, path: 'alpha' },
    { params: { water_level: 10, start_time: 'soon' }, path: 'start_time' },
    { params: { water_level: 10, frame_step: 0 }, path: 'frame_step' },
    { params: { water_level: 10, max_frames: 1 }, path: 'max_frames' },
  ],
};
