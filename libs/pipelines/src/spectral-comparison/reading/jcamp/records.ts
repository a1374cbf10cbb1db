import type { TextLines } from '../lines.js';

/** One labelled data record: `##LABEL=value`, the value going on until the next label. */
export interface JcampRecord {
  /** Upper case, without spaces and the signs - / _ that the standard ignores. */
  readonly label: string;
  /** What follows `=` on the line of the label. */
  readonly value: string;
  /** Line of the label, from 1. */
  readonly line: number;
  /** The lines below it, without remarks, taken from the text each time; the first is on line `line + 1`. */
  readonly body: Iterable<string>;
}

/** One block: from `##TITLE=` to `##END=`, without the blocks inside it. */
export interface JcampBlock {
  readonly records: ReadonlyMap<string, JcampRecord>;
  /** Whether `##END=` was there. */
  readonly isClosed: boolean;
}

/** Whether a text is JCAMP-DX: its first line that is no remark is a labelled record. */
export function isJcamp(text: string): boolean {
  const start = text.slice(0, 4_000).replace(/^\s*(\$\$[^\r\n]*\s*)*/, '');
  return /^##\s*(TITLE|JCAMP[\s_-]*DX|BLOCK[\s_-]*ID|DATA\s*TYPE)\s*=/i.test(start);
}

/** Divides a JCAMP-DX text into its blocks, in the order of their titles. */
export function readBlocks(lines: TextLines): JcampBlock[] {
  const blocks: { records: Map<string, JcampRecord>; isClosed: boolean }[] = [];
  const open: (typeof blocks)[number][] = [];
  for (const record of readRecords(lines)) {
    if (record.label === 'TITLE' || open.length === 0) {
      const block = { records: new Map<string, JcampRecord>(), isClosed: false };
      blocks.push(block);
      open.push(block);
    }
    const block = open.at(-1)!;
    if (record.label === 'END') {
      block.isClosed = true;
      open.pop();
    } else if (!block.records.has(record.label)) block.records.set(record.label, record);
  }
  return blocks;
}

function* readRecords(lines: TextLines): Generator<JcampRecord> {
  let current: Omit<JcampRecord, 'body'> | null = null;
  const ended = (end: number): JcampRecord[] =>
    current === null ? [] : [{ ...current, body: new RecordBody(lines, current.line, end) }];
  let index = 0;
  for (const line of lines) {
    const match = line.includes('##') ? /^\s*##([^=]*)=(.*)$/.exec(withoutRemark(line)) : null;
    if (match !== null) {
      yield* ended(index);
      current = { label: plainLabel(match[1]!), value: match[2]!.trim(), line: index + 1 };
    }
    index++;
  }
  yield* ended(index);
}

/** The lines from one index to before another, none of them held. */
class RecordBody implements Iterable<string> {
  constructor(
    private readonly lines: TextLines,
    private readonly from: number,
    private readonly to: number,
  ) {}

  *[Symbol.iterator](): Iterator<string> {
    for (let index = this.from; index < this.to; index++) yield withoutRemark(this.lines.at(index)!);
  }
}

function withoutRemark(line: string): string {
  const start = line.indexOf('$$');
  return start < 0 ? line : line.slice(0, start);
}

function plainLabel(label: string): string {
  return label.toUpperCase().replace(/[\s\-/_]/g, '');
}

/** The number of a record; null where there is none or it is no number. */
export function numberOf(block: JcampBlock, label: string): number | null {
  const text = block.records
    .get(label)
    ?.value.trim()
    .replace(/^(-?\d+),(\d+)$/, '$1.$2');
  if (text === undefined || text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The text of a record; null where there is none. */
export function textOf(block: JcampBlock, label: string): string | null {
  return block.records.get(label)?.value.trim() || null;
}
