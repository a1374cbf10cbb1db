import { open } from 'node:fs/promises';
import type { InputFile, Problem } from '../../contract.js';
import { ImageError, toBrightness } from '../../images/grey-image.js';
import { readRawImage } from '../../images/read-image.js';
import type { Field } from '../measuring/filters.js';
import { type FrameId, frameOfFile } from './ids.js';

/** One image with what its name says. */
export interface FrameFile extends FrameId {
  readonly file: InputFile;
}

const LISTED_PROBLEMS = 50;

/** Reads the names of image files. Every problem at once: names that are no frame, and frames given twice. */
export function framesOfFiles(files: readonly InputFile[]): { frames: FrameFile[]; problems: Problem[] } {
  const frames: FrameFile[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const id = frameOfFile(file.name);
    const key = id === null ? '' : `${id.subject}/${id.number}`;
    if (id === null) problems.push(badName(file));
    else if (seen.has(key)) problems.push(givenTwice(file, id, seen.get(key)!));
    else {
      seen.set(key, file.name);
      frames.push({ ...id, file });
    }
  }
  return { frames, problems: shortened(problems) };
}

function badName(file: InputFile): Problem {
  return {
    code: 'BAD_FRAME_NAME',
    severity: 'error',
    message: `${file.name} does not say which frame of which subject it is.`,
    place: { input: 'frames', file: file.name },
    value: file.name,
    expectation: 'a name such as 20240411_A01_e01_s0005.png: the subject, then the frame number',
    fix: 'Rename the file.',
  };
}

function givenTwice(file: InputFile, { subject, number }: FrameId, before: string): Problem {
  return {
    code: 'DUPLICATE_FRAME',
    severity: 'error',
    message: `${file.name} is frame ${number} of ${subject}, as is ${before}.`,
    place: { input: 'frames', file: file.name },
    value: file.name,
    expectation: 'each frame once',
    fix: 'Leave one of the two out, or rename it.',
  };
}

function shortened(problems: Problem[]): Problem[] {
  if (problems.length <= LISTED_PROBLEMS) return problems;
  const message = `${problems.length - LISTED_PROBLEMS} more image files have problems of this kind.`;
  const rest: Problem = { code: 'MORE_PROBLEMS', severity: 'error', message, place: { input: 'frames' } };
  return [...problems.slice(0, LISTED_PROBLEMS), rest];
}

/**
 * Looks for images that cannot be read without reading all of them: the first of each subject whole, of the others
 * the first bytes. An image that turns out damaged later costs its frame, not the job.
 */
export async function checkImages(frames: readonly FrameFile[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  const begun = new Set<string>();
  for (const frame of frames) {
    const isFirst = !begun.has(frame.subject);
    begun.add(frame.subject);
    const reason = isFirst ? await whyUnreadable(frame.file) : await whyNoImage(frame.file);
    if (reason === null) continue;
    problems.push({
      code: 'UNREADABLE_IMAGE',
      severity: 'error',
      message: `${frame.file.name} cannot be read: ${reason}.`,
      place: { input: 'frames', file: frame.file.name },
      expectation: 'a PNG, TIFF, BMP or JPEG image',
      fix: 'Save the image again as PNG or TIFF.',
    });
  }
  return shortened(problems);
}

async function whyUnreadable(file: InputFile): Promise<string | null> {
  return readRawImage(file.path).then(() => null, reasonOf);
}

const signatures = ['\x89PNG', 'II*\0', 'MM\0*', 'BM', '\xff\xd8\xff'];

async function whyNoImage({ path }: InputFile): Promise<string | null> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return 'the file cannot be opened';
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close());
  const start = buffer.subarray(0, bytesRead).toString('latin1');
  return signatures.some((signature) => start.startsWith(signature))
    ? null
    : 'it is no TIFF, PNG, BMP or JPEG picture';
}

function reasonOf(error: unknown): string {
  if (error instanceof ImageError) return error.message;
  throw error;
}

/** Brightness of an image as 0 … 1. @throws ImageError @param whiteLevel value of white; null: that of the file */
export async function readField(file: InputFile, whiteLevel: number | null): Promise<Field> {
  const image = await readRawImage(file.path);
  const values = toBrightness(image, whiteLevel ?? undefined);
  return { width: image.width, height: image.height, values };
}
