/** The files that a design file names, found from its folder. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DesignFiles } from '@batchyard/documents';
import { isPipelineFile, openPipelineFile } from '../pipeline/pipeline-file.js';

/** Most files of a folder that are looked through for a pattern. */
const maxListed = 100_000;

export function designFilesIn(base: string): DesignFiles {
  return {
    readText: (file) => readFileSync(path.resolve(base, file), 'utf8'),
    inputsOf(pipeline) {
      try {
        return isPipelineFile(pipeline) ? openPipelineFile(path.resolve(base, pipeline)).inputs : undefined;
      } catch {
        // What is wrong with it is said when the pipeline itself is needed.
        return undefined;
      }
    },
    listFiles(folder, recursive) {
      const root = path.resolve(base, folder);
      const entries = readdirSync(root, { withFileTypes: true, recursive });
      if (entries.length > maxListed) {
        throw new Error(`it has more than ${maxListed.toLocaleString('en')} files and folders`);
      }
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
          path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
        );
    },
  };
}
