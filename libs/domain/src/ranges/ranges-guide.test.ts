/** Every range in docs/annotations.md selects what stands there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultVocabulary } from '../annotations/default-vocabulary.js';
import { rangeErrorCodes } from './range.js';
import { selectFrames } from './select-frames.js';

const guide = readFileSync('docs/annotations.md', 'utf8');
const rows = [...guide.matchAll(/^\| `([^`]+)` \| (\d[^|]*|nothing|error \w+) \|/gm)].map(
  ([, spec, said]) => ({
    spec: spec as string,
    said: (said as string).trim(),
  }),
);
const ids = Array.from({ length: 20 }, (_, index) => `item_${String(index).padStart(3, '0')}`);

function told(said: string): readonly number[] {
  const [, first, down, last] = /^(\d+)( down)? to (\d+)$/.exec(said) ?? [];
  if (last === undefined) return said === 'nothing' ? [] : said.split(', ').map(Number);
  const [from, to] = [Number(first), Number(last)];
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) =>
    down === undefined ? from + index : from - index,
  );
}

describe('the guide to annotations', () => {
  it.each(rows)('says that $spec selects $said', ({ spec, said }) => {
    const { indices, warnings, error } = selectFrames(spec, { count: 20, ids, landmarks: { death: 10 } });
    if (said.startsWith('error ')) expect(error?.code).toBe(said.slice('error '.length));
    else expect({ indices, error }).toEqual({ indices: told(said), error: null });
    expect(warnings.length > 0).toBe(said === 'nothing');
  });

  it('has examples of everything, and names all errors', () => {
    expect(rows.length).toBeGreaterThan(35);
    for (const code of rangeErrorCodes) expect(guide).toContain(code);
  });

  it('names every field of a kind and of a term, and only values that there are', () => {
    const [kind] = defaultVocabulary.kinds;
    const fields = [...guide.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => cell?.match(/\w+/g) ?? []);
    const ofKind = Object.keys(kind ?? {}).filter(
      (name) => !['name', 'title', 'level', 'terms'].includes(name),
    );
    const ofTerm = Object.keys(kind?.terms[0] ?? {}).filter(
      (name) => !['name', 'title', 'colour'].includes(name),
    );
    expect(fields).toEqual(expect.arrayContaining([...ofKind, ...ofTerm, 'severity']));
  });
});
