/**
 * Answers of models on disk, by what was asked. Processes that want the same answer at the same time ask once: the
 * first makes a lock file, the others wait for its answer.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type ModelAnswer, parseJson } from './ask-model.js';

/** How long an answer is believed. */
export const answerLifeMs = 24 * 3_600_000;
/** A lock whose owner says nothing for this time is taken for dead. */
const lockSilenceMs = 15_000;
const beatMs = 4_000;
const lookEveryMs = 50;

const entrySchema = z.object({ text: z.string(), tokens: z.number(), atMs: z.number() });

/** Name of an answer: a hash of all that it depends on. */
export function answerKey(parts: readonly (string | number | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'object' ? part : Buffer.from(String(part));
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * The kept answer, or that of `ask`, which is then kept. What `ask` throws is thrown and not kept.
 * Where the folder cannot be used, each caller asks for itself.
 * @param nowMs of the wall clock, as answers outlive processes
 */
export async function cachedAnswer(
  folder: string,
  key: string,
  ask: () => Promise<ModelAnswer>,
  signal: AbortSignal,
  nowMs: () => number = Date.now,
): Promise<{ readonly answer: ModelAnswer; readonly isFromCache: boolean }> {
  const file = path.join(folder, `${key}.json`);
  const isUsable = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (!isUsable) return { answer: await ask(), isFromCache: false };
  for (;;) {
    signal.throwIfAborted();
    const kept = await readAnswer(file, nowMs());
    if (kept !== null) return { answer: kept, isFromCache: true };
    const release = await tryLock(`${file}.lock`);
    if (release !== null) return askAndKeep(file, ask, release, nowMs);
    await sleep(lookEveryMs, undefined, { signal });
  }
}

async function askAndKeep(
  file: string,
  ask: () => Promise<ModelAnswer>,
  release: () => Promise<void>,
  nowMs: () => number,
): Promise<{ answer: ModelAnswer; isFromCache: boolean }> {
  try {
    // Another process may have answered between our look and our lock.
    const kept = await readAnswer(file, nowMs());
    if (kept !== null) return { answer: kept, isFromCache: true };
    const answer = await ask();
    await keep(file, { ...answer, atMs: nowMs() }).catch(() => undefined);
    await dropExpired(path.dirname(file), nowMs()).catch(() => undefined);
    return { answer, isFromCache: false };
  } finally {
    await release();
  }
}

async function readAnswer(file: string, nowMs: number): Promise<ModelAnswer | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const entry = entrySchema.safeParse(text === null ? undefined : parseJson(text));
  if (!entry.success || nowMs - entry.data.atMs > answerLifeMs) return null;
  return { text: entry.data.text, tokens: entry.data.tokens };
}

/** When this process last looked for answers that nobody will believe any more, by folder. */
const lookedMs = new Map<string, number>();

/** At most once in the life of an answer, as a look costs as much as there are answers. */
async function dropExpired(folder: string, nowMs: number): Promise<void> {
  if (nowMs - (lookedMs.get(folder) ?? 0) < answerLifeMs) return;
  lookedMs.set(folder, nowMs);
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file);
    if (nowMs - mtimeMs > 2 * answerLifeMs) await unlink(file);
  }
}

/** Whole or not at all, whoever reads meanwhile. */
async function keep(file: string, entry: z.infer<typeof entrySchema>): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(entry), { mode: 0o600 });
  await rename(draft, file);
}

/** @returns what gives the lock back; null while another has it */
async function tryLock(file: string): Promise<(() => Promise<void>) | null> {
  try {
    const handle = await open(file, 'wx');
    const beat = setInterval(() => void handle.utimes(new Date(), new Date()).catch(() => undefined), beatMs);
    beat.unref();
    return async () => {
      clearInterval(beat);
      await handle.close();
      await unlink(file).catch(() => undefined);
    };
  } catch {
    const age = await stat(file)
      .then(({ mtimeMs }) => Date.now() - mtimeMs)
      .catch(() => 0);
    if (age > lockSilenceMs) await unlink(file).catch(() => undefined);
    return null;
  }
}
