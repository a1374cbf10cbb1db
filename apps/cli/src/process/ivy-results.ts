/** An .ivy project with the results of a video in it: everything as it was, and what was measured. */
import { createReadStream, createWriteStream, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline as pipe } from 'node:stream/promises';
import { openDrafts, rewriteArchive } from '@batchyard/documents';
import { isJsonObject, type JsonObject } from '@batchyard/domain';
import { DamagedArchive, readContents, readDirectory } from '@batchyard/pipelines';

const projectFile = 'project_data.json';
/** Key of `project_data.json` that only we write. */
const resultsKey = 'batchyard_results';

/** Whether a scaffold is such a project. */
export const isIvy = (file: string) => path.extname(file).toLowerCase() === '.ivy';

/**
 * Writes `<stem>_results.ivy`: the project, its results under `batchyard_results` of `project_data.json`, and the table
 * of verticals in its folder `5-discharge`.
 * @param outputDir folder of a job that succeeded
 * @returns its name
 */
export async function writeIvyResults(scaffold: string, outputDir: string): Promise<string> {
  const results = JSON.parse(await textOf(path.join(outputDir, 'results.json'))) as JsonObject;
  const stem = path.basename(outputDir);
  const table = readdirSync(outputDir).find((name) => name.endsWith('_discharge.csv'));
  const name = `${stem}_results.ivy`;
  const added = new Map(
    table === undefined ? [] : [[`5-discharge/${table}`, createReadStream(path.join(outputDir, table))]],
  );
  const rewrites = new Map([
    [projectFile, (contents: AsyncIterable<Uint8Array>) => withResults(contents, results)],
  ]);
  const drafts = await openDrafts();
  try {
    const archive = Readable.from(rewriteArchive(scaffold, rewrites, drafts, added));
    await pipe(archive, createWriteStream(path.join(outputDir, name)));
  } finally {
    await drafts.remove();
  }
  return name;
}

/** What a project says was measured; null where it says nothing. */
export async function readIvyResults(file: string): Promise<JsonObject | null> {
  const handle = await open(file);
  try {
    const part = (await readDirectory(handle)).find(({ path: at }) => at === projectFile);
    if (part === undefined) return null;
    const project: unknown = JSON.parse(await whole(readContents(handle, part)));
    const results = isJsonObject(project) ? project[resultsKey] : null;
    return isJsonObject(results) ? results : null;
  } catch (error) {
    if (error instanceof DamagedArchive || error instanceof SyntaxError) return null;
    throw error;
  } finally {
    await handle.close();
  }
}

async function* withResults(
  contents: AsyncIterable<Uint8Array>,
  results: JsonObject,
): AsyncGenerator<string> {
  const project = JSON.parse(await whole(contents)) as JsonObject;
  yield `${JSON.stringify({ ...project, [resultsKey]: results }, null, 2)}\n`;
}

const textOf = (file: string) => whole(createReadStream(file));

async function whole(contents: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of contents) parts.push(part);
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
