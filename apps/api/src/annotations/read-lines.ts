/** Assignments as JSON lines. A line that cannot be read fails by itself; what is too much at all fails as a whole. */
import type { Readable } from 'node:stream';
import { UserError } from '@batchyard/domain';
import type { AssignmentEntry, UnreadableEntry } from '@batchyard/persistence';
import { z } from 'zod';

/** Lines of one request at most. */
const maxLines = 2_000_000;

const lineSchema = z.strictObject({
  subject: z.string(),
  kind: z.string(),
  value: z.string(),
  // Positions and lists as they are in JSON; the grammar reads them as text.
  frames: z
    .union([z.string(), z.number().int(), z.array(z.union([z.number().int(), z.string()])).max(100_000)])
    .nullish(),
  remove: z.boolean().nullish(),
  confidence: z.number().nullish(),
  severity: z.string().nullish(),
  note: z.string().nullish(),
  detail: z.record(z.string(), z.json()).nullish(),
});

/** @throws UserError TOO_LARGE */
export async function readLines(
  body: Readable,
  maxBytes: number,
): Promise<(AssignmentEntry | UnreadableEntry)[]> {
  const entries: (AssignmentEntry | UnreadableEntry)[] = [];
  let number = 0;
  for await (const line of linesOf(body, maxBytes)) {
    number += 1;
    if (line.trim() === '') continue;
    if (entries.length >= maxLines) throw refuse(body, `${maxLines.toLocaleString('en')} lines`);
    entries.push(readLine(line, number));
  }
  return entries;
}

async function* linesOf(body: Readable, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest = '';
  // Kept open, so that a refusal can still be answered.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw refuse(body, `${Math.floor(maxBytes / 2 ** 20)} MB`);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function readLine(line: string, number: number): AssignmentEntry | UnreadableEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { unreadable: `Line ${number} is no JSON: ${(error as Error).message}` };
  }
  const read = lineSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    return { unreadable: `Line ${number} cannot be used: ${place}${issue?.message}` };
  }
  const { frames, detail, ...rest } = read.data;
  return { ...rest, detail: detail ?? {}, frames: frames == null ? null : rangeText(frames) };
}

const rangeText = (frames: string | number | readonly (string | number)[]) =>
  typeof frames === 'object' ? JSON.stringify(frames) : String(frames);

/** Reads on without keeping anything: a sender hears an answer only when all was taken. */
function refuse(body: Readable, limit: string): UserError {
  body.resume();
  return new UserError('TOO_LARGE', `One request carries at most ${limit}. Send the rest in another one.`);
}
