import { spawnSync } from 'node:child_process';
import { installedTools } from '../video/run-ffmpeg.js';

/** Whether there is an ffmpeg that jobs would use: that of the machine, or the one that comes with the packages. */
export const hasFfmpeg = [installedTools.ffmpeg, installedTools.ffprobe].every(
  (program) => spawnSync(program, ['-version']).status === 0,
);
