/** Inputs as they are stored: always files. A directory is stored as a zip of it. */

import { TooLargeArchive, UnfitArchive } from '../archives/unpack.js';
import type { UnpackedDirectories } from '../archives/unpacked-directories.js';
import {
  type InputFile,
  type InputSpec,
  type Inputs,
  type Pipeline,
  type Problem,
  ProblemsError,
} from '../contract.js';

/** What the stored file of an input must be. */
export function storedInput(spec: InputSpec): InputSpec {
  return spec.kind === 'file' ? spec : { ...spec, kind: 'file', extensions: ['.zip'] };
}

/** Local inputs with stored directories unpacked. */
export interface UnpackedInputs {
  readonly inputs: Inputs;
  /** To be called once when they are read no more. */
  release(): void;
}

/**
 * Replaces each stored zip of a directory by the directory.
 * @throws ProblemsError where a zip is damaged, unsafe, too large, or none
 */
export async function unpackInputs(
  pipeline: Pick<Pipeline, 'inputs'>,
  inputs: Inputs,
  directories: UnpackedDirectories,
): Promise<UnpackedInputs> {
  const names = pipeline.inputs.filter(({ kind }) => kind === 'directory').map(({ name }) => name);
  const unpacked: Record<string, readonly InputFile[]> = { ...inputs };
  const releases: (() => void)[] = [];
  const release = () => {
    for (const each of releases.splice(0)) each();
  };
  try {
    for (const input of names.filter((name) => inputs[name] !== undefined)) {
      const files: InputFile[] = [];
      for (const file of inputs[input] ?? []) {
        const opened = await directories.open(file.path).catch((error) => {
          throw asProblem(error, input, file.name);
        });
        releases.push(opened.release);
        files.push({ name: file.name, path: opened.path });
      }
      unpacked[input] = files;
    }
  } catch (error) {
    release();
    throw error;
  }
  return { inputs: unpacked, release };
}

function asProblem(error: unknown, input: string, file: string): unknown {
  if (!(error instanceof UnfitArchive) && !(error instanceof TooLargeArchive)) return error;
  const isLarge = error instanceof TooLargeArchive;
  const problem: Problem = {
    code: isLarge ? 'DIRECTORY_TOO_LARGE' : 'UNFIT_ARCHIVE',
    severity: 'error',
    message: `${file} cannot be unpacked: ${error.message}.`,
    place: { input, file },
    expectation: 'a .zip file of the directory',
    fix: isLarge
      ? 'Divide the data, or leave out of the archive what is not needed.'
      : 'Zip the directory again, without links and without a password, and upload it again.',
  };
  return new ProblemsError([problem]);
}
