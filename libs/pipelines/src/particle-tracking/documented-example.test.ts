import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readImage } from '../images/read-image.js';
import { imageName } from './experiment/image-names.js';
import { exampleExperiment, generateExperiment } from './sample.js';

const folder = fileURLToPath(new URL('../../../../docs/examples/particle-tracking/swirl/', import.meta.url));

describe('the example', () => {
  const { files, experiment } = generateExperiment(exampleExperiment);

  it('has the files that the generator makes, and no others', () => {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
    expect(names.sort()).toEqual([...files.keys()].sort());
    for (const [name, contents] of files) {
      if (typeof contents === 'string') expect(readFileSync(path.join(folder, name), 'utf8')).toBe(contents);
    }
  });

  it('has its pictures', async () => {
    for (const { images } of experiment.cameras) {
      const name = imageName(images, experiment.lastFrame);
      const { width, height } = await readImage(path.join(folder, name));
      expect([width, height]).toEqual([exampleExperiment.sizePx, exampleExperiment.sizePx]);
      // Packed by another version of zlib, a picture may have other bytes.
      expect(readFileSync(path.join(folder, name)).length).toBeGreaterThan(1000);
    }
  });
});
