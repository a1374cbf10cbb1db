/**
 * A version of a template as a file: its description as JSON alone, or a zip with the contents of its shared files
 * beside it, each named by its SHA-256.
 */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { sharedFileEntry, type TemplateFile, templateEntry } from '@batchyard/domain';
import { DamagedArchive, type Problem, readContents, readDirectory } from '@batchyard/pipelines';
import { measure } from '../archives/measure.js';
import type { ZipEntry } from '../archives/zip.js';
import { maxDescriptionBytes, type ReadDescription, readDescription } from './read-description.js';

/** The description as text; equal versions give equal texts. */
export function templateText(template: TemplateFile): string {
  return `${JSON.stringify(template, null, 2)}\n`;
}

/**
 * The entries of the archive, the description first.
 * @param contentsOf opens the contents of a shared file
 * @throws Error where they are gone
 */
export async function* templateEntries(
  template: TemplateFile,
  contentsOf: (sha256: string) => Readable,
): AsyncGenerator<ZipEntry> {
  // Fixed, so that the same version is the same file.
  const modifiedAt = new Date(Date.UTC(1980, 0, 1));
  yield { path: templateEntry, modifiedAt, ...(await described(template)) };
  for (const sha256 of new Set(template.files.map((file) => file.sha256))) {
    const measured = await measure(() => contentsOf(sha256));
    if (measured === null) throw new Error(`The contents of ${sha256} are gone.`);
    yield { path: sharedFileEntry(sha256), modifiedAt, ...measured };
  }
}

async function described(template: TemplateFile) {
  const measured = await measure(() => Readable.from([Buffer.from(templateText(template))]));
  if (measured === null) throw new Error('The description is empty.');
  return measured;
}

export interface OpenedTemplate extends ReadDescription {
  /**
   * The contents of a shared file that lie in the archive; null where they do not. To be used before `close`.
   * @throws DamagedArchive while they are read
   */
  contentsOf(sha256: string): AsyncIterable<Buffer> | null;
  close(): Promise<void>;
}

/**
 * Opens a zip or a description alone. What is wrong with it comes back as problems.
 * @param name as the user knows the file
 */
export async function openTemplate(file: string, name: string): Promise<OpenedTemplate> {
  const handle = await open(file, 'r');
  const close = () => handle.close();
  const none = { contentsOf: () => null, close };
  try {
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    if (start.toString('latin1') !== 'PK') {
      const { size } = await handle.stat();
      if (size > maxDescriptionBytes)
        return { ...none, ...notATemplate(name, 'it is no zip, and larger than 2 MB') };
      return { ...none, ...readDescription(await handle.readFile('utf8'), name) };
    }
    const entries = new Map((await readDirectory(handle)).map((entry) => [entry.path, entry]));
    const description = entries.get(templateEntry);
    if (description === undefined || description.unpackedBytes > maxDescriptionBytes) {
      return { ...none, ...notATemplate(name, `it has no file ${templateEntry} of at most 2 MB`) };
    }
    const parts: Buffer[] = [];
    for await (const part of readContents(handle, description)) parts.push(part);
    return {
      ...readDescription(Buffer.concat(parts).toString('utf8'), templateEntry),
      contentsOf(sha256) {
        const entry = entries.get(sharedFileEntry(sha256));
        return entry === undefined ? null : readContents(handle, entry);
      },
      close,
    };
  } catch (error) {
    if (error instanceof DamagedArchive) return { ...none, ...notATemplate(name, error.message) };
    await close();
    throw error;
  }
}

function notATemplate(file: string, reason: string): ReadDescription {
  const problem: Problem = {
    code: 'NOT_A_TEMPLATE',
    severity: 'error',
    message: `${file} is not the file of a template: ${reason}.`,
    place: { file },
    expectation: 'what “Export” or batchyard template export writes',
  };
  return { template: null, problems: [problem] };
}
