import { cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { referencePath } from './reference.js';

const cameras = [1, 2, 3, 4];

/** An experiment directory of the cavity, its pictures included, below `folder`. */
export async function cavityExperiment(folder: string, set: 'cavity_A' | 'cavity_D'): Promise<string> {
  const experiment = path.join(folder, set);
  await mkdir(path.join(experiment, 'img_1'), { recursive: true });
  for (const part of ['parameters', 'cal']) {
    await cp(referencePath(set, part), path.join(experiment, part), { recursive: true });
  }
  for (const camera of cameras) {
    for (let frame = 10000; frame <= 10004; frame++) {
      const picture = `cam${camera}.${frame}`;
      await symlink(
        referencePath('images_cavity', `${picture}.tif`),
        path.join(experiment, 'img_1', picture),
      );
    }
  }
  return experiment;
}
