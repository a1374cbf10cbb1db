/** The whole language of ranges as tables of cases, the reference cases, and a plain model. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRange } from './parse-range.js';
import type { FrameSelection, LandmarkPosition, RangeFrames } from './range.js';
import { expandRange, selectFrames } from './select-frames.js';

const upTo = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
const all = upTo(0, 20);
const ids = all.map((index) => `item_${String(index).padStart(3, '0')}`);
const twenty: RangeFrames = { count: 20, ids, landmarks: { death: 10 }, subject: 'fish_01' };
const text = (spec: unknown) =>
  typeof spec === 'string' && spec.length < 50 ? spec : String(JSON.stringify(spec)).slice(0, 50);

const selections: readonly (readonly [line: string, spec: unknown, indices: readonly number[]])[] = [
  ['S2-01', '[5]', [5]],
  ['S2-01', '5', [5]],
  ['S2-01', ' [ 5 ] ', [5]],
  ['S2-01', '+5', [5]],
  ['S2-02', '[-1]', [19]],
  ['S2-02', '-20', [0]],
  ['S2-03', '[20]', []],
  ['S2-03', '[100]', []],
  ['S2-03', '-21', []],
  ['S2-04', '[]', []],
  ['S2-04', '', []],
  ['S2-04', '  [ ]', []],
  ['S2-05', '[5:10]', [5, 6, 7, 8, 9]],
  ['S2-05', '5:10', [5, 6, 7, 8, 9]],
  ['S2-06', '[5::]', upTo(5, 20)],
  ['S2-06', '[5:]', upTo(5, 20)],
  ['S2-06', '[23::]', []],
  ['S2-07', '[:5]', [0, 1, 2, 3, 4]],
  ['S2-08', '[::]', all],
  ['S2-08', ':', all],
  ['S2-09', '[::2]', upTo(0, 20, 2)],
  ['S2-10', '[5:10:2]', [5, 7, 9]],
  ['S2-11', '[-3::]', [17, 18, 19]],
  ['S2-11', '[-3:]', [17, 18, 19]],
  ['S2-12', '[:-3]', upTo(0, 17)],
  ['S2-12', '[-5:-2]', [15, 16, 17]],
  ['S2-13', '[-100:5]', [0, 1, 2, 3, 4]],
  ['S2-13', '[5:100]', upTo(5, 20)],
  ['S2-14', '[10:5]', []],
  ['S2-15', '[10:5:-1]', [10, 9, 8, 7, 6]],
  ['S2-16', '[::-1]', [...all].reverse()],
  ['S2-16', '[19::-1]', [...all].reverse()],
  ['S2-20', '[5,7]', [5, 7]],
  ['S2-20', '5,7', [5, 7]],
  ['S2-20', '[1,4,7:9]', [1, 4, 7, 8]],
  ['S2-20', '[7:9, 8, 1, 7:10]', [7, 8, 1, 9]],
  ['S2-20', '[-1,0:2]', [19, 0, 1]],
  ['S2-22', 'item_005', [5]],
  ['S2-22', 'nope', []],
  ['S2-22', '[item_005]', [5]],
  ['S2-22', 'item_005, 2, item_001', [5, 2, 1]],
  ['S2-23', [2, 5, 8], [2, 5, 8]],
  ['S2-23', [5, 5], [5, 5]],
  ['S2-23', [-1, 3], [3]],
  ['S2-23', [100], []],
  ['S2-23', { list: [8, 2] }, [8, 2]],
  ['S2-23', '{"list":[8,2]}', [8, 2]],
  ['S2-24', ['item_003', 'nope', 'item_001'], [3, 1]],
  ['S2-24', '["item_003","nope","item_001"]', [3, 1]],
  ['S2-24', ' {"list": ["item_001"]} ', [1]],
  ['S2-24', [], []],
  ['S2-28', 'all', all],
  ['S2-29', 'first', [0]],
  ['S2-30', 'last', [19]],
  ['S2-31', 'death', [10]],
  ['S2-32', 'death:', upTo(10, 20)],
  ['S2-33', 'death-5:death+5', upTo(5, 15)],
  ['S2-33', 'death-5:death+6', upTo(5, 16)],
  ['S2-34', 'death-5:death', upTo(5, 10)],
  ['S2-34', 'death:death+5', upTo(10, 15)],
  ['S2-35', 'death+2:', upTo(12, 20)],
  ['S2-35', 'death-2:', upTo(8, 20)],
  ['S2-36', 'death+2', [12]],
  ['S2-36', 'death+20', []],
  ['S2-37', ':death', upTo(0, 10)],
  ['S2-37', 'first:death', upTo(0, 10)],
  ['S2-37', '5:death', upTo(5, 10)],
  ['S2-37', 'death:5', []],
  ['S2-37', 'death:15', upTo(10, 15)],
  ['S2-37', 'death:-1', upTo(10, 19)],
  ['S2-37', 'death:last', upTo(10, 19)],
  ['S2-37', 'last-2:', [17, 18, 19]],
  ['S2-38', 'death:death+6:2', [10, 12, 14]],
  ['S2-38', 'death::2', upTo(10, 20, 2)],
  ['S2-38', 'death:death-3:-1', [10, 9, 8]],
  ['S2-39', '[death:]', upTo(10, 20)],
  ['S2-39', 'Death:', upTo(10, 20)],
  ['S2-39', 'DEATH', [10]],
  ['S2-39', ' all ', all],
  ['S2-39', '[all]', all],
  ['S2-39', 'death -5 : death', upTo(5, 10)],
  ['S2-40', 'death-12:death-11', []],
  ['S2-40', 'death-20:death', upTo(0, 10)],
  ['S2-40', 'death:death+100', upTo(10, 20)],
  ['S2-40', 'death:death-20', []],
  ['S2-40', 'death+100:death:-1', upTo(11, 20).reverse()],
  ['S2-40', '[:99999999999999999999]', all],
  ['S2-40', '[::99999999999999999999]', [0]],
  ['S2-40', '[::-99999999999999999999]', [19]],
  // Only the plain words are keywords; other spellings are ids that no frame has.
  ['S2-22', 'ALL', []],
  ['S2-22', '１２', []],
  ['S2-22', '1_0', []],
];

const errors: readonly (readonly [
  line: string,
  spec: unknown,
  code: string,
  position: number | null,
  says: string,
])[] = [
  ['S2-17', '[5:10:0]', 'STEP_ZERO', 6, 'Step cannot be zero'],
  ['S2-17', 'death::-0', 'STEP_ZERO', 7, 'Step cannot be zero'],
  ['S2-18', '[1:2:3:4]', 'TOO_MANY_COLONS', 6, 'too many colons'],
  ['S2-19', '[a:b]', 'INVALID_SYNTAX', 1, '"a"'],
  ['S2-19', '[1.5:3]', 'INVALID_SYNTAX', 1, '"1.5"'],
  ['S2-19', '[5:0x1]', 'INVALID_SYNTAX', 3, '"0x1"'],
  ['S2-19', '[5:1 0]', 'INVALID_SYNTAX', 3, '"1 0"'],
  ['S2-19', '[1::b]', 'INVALID_SYNTAX', 4, '"b"'],
  ['S2-19', '[:１２]', 'INVALID_SYNTAX', 2, '"１２"'],
  ['S2-20', '[1,,2]', 'INVALID_SYNTAX', 3, 'Nothing stands here'],
  ['S2-20', '5,', 'INVALID_SYNTAX', 2, 'Nothing stands here'],
  ['S2-21', '[5:10', 'INVALID_SYNTAX', 0, 'no counterpart'],
  ['S2-21', '5:10]', 'INVALID_SYNTAX', 4, 'no counterpart'],
  ['S2-21', '[[5]]', 'INVALID_SYNTAX', 1, 'around the whole range only'],
  ['S2-21', '[[5]', 'INVALID_SYNTAX', 1, 'no counterpart'],
  ['S2-21', '[1]:[2]', 'INVALID_SYNTAX', 2, 'around the whole range only'],
  ['S2-21', '[', 'INVALID_SYNTAX', 0, 'no counterpart'],
  ['S2-25', [1, 'item_002'], 'INVALID_TYPE', null, 'mixes'],
  ['S2-25', ['item_002', 1], 'INVALID_TYPE', null, 'mixes'],
  ['S2-25', '["item_002", 1]', 'INVALID_TYPE', null, 'mixes'],
  ['S2-25', [true, false], 'INVALID_TYPE', null, 'boolean true'],
  ['S2-25', '[true, false]', 'INVALID_TYPE', null, 'boolean true'],
  ['S2-25', [1.5], 'INVALID_TYPE', null, '1.5'],
  ['S2-25', '{"list":[1.0]}', 'INVALID_TYPE', null, 'fraction'],
  ['S2-25', [null], 'INVALID_TYPE', null, 'null'],
  ['S2-26', null, 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', undefined, 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', 5, 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', {}, 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', { list: 5 }, 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', '{"list":null}', 'INVALID_TYPE', null, 'Invalid range specification type'],
  ['S2-26', '{"list":[1],"x":1}', 'INVALID_TYPE', null, 'other fields'],
  ['S2-26', ' {"list":[1}', 'INVALID_SYNTAX', 1, 'no valid JSON'],
  ['S2-42', 'elsewhere:', 'LANDMARK_NOT_IN_FRAMES', 0, 'elsewhere frame of fish_01 is not found'],
  ['S2-43', 'deathX', 'INVALID_SYNTAX', 5, '"deathX"'],
  ['S2-43', 'deathX:', 'INVALID_SYNTAX', 0, '"deathX"'],
  ['S2-43', 'death5:', 'INVALID_SYNTAX', 0, '"death5"'],
  ['S2-43', 'death*2', 'INVALID_SYNTAX', 5, '"*"'],
  ['S2-43', 'death//0', 'INVALID_SYNTAX', 5, '"/"'],
  ['S2-43', "__import__('os')", 'INVALID_SYNTAX', 10, '"("'],
  ['S2-43', 'death.__class__', 'INVALID_SYNTAX', 5, '"death.__class__"'],
  ['S2-43', 'death.real:', 'INVALID_SYNTAX', 0, '"death.real"'],
  ['S2-43', 'death+-5:', 'INVALID_SYNTAX', 0, '"death+-5"'],
  ['S2-43', 'death+:', 'INVALID_SYNTAX', 0, '"death+"'],
  ['S2-43', 'death+1+1:', 'INVALID_SYNTAX', 0, '"death+1+1"'],
  ['S2-43', 'death-5:len(all)', 'INVALID_SYNTAX', 11, '"("'],
  ['S2-43', 'death death', 'INVALID_SYNTAX', 6, '"death death"'],
  ['S2-43', '["a", death]', 'INVALID_SYNTAX', 1, 'list of ids only'],
  ['S2-43', '9'.repeat(1_000_000), 'INVALID_SYNTAX', 100_000, 'at most 100000'],
  ['S2-43', `{"list":[${'1,'.repeat(500_000)}1]}`, 'INVALID_SYNTAX', 100_000, 'at most 100000'],
];

describe('selectFrames', () => {
  it.each(selections.map(([line, spec, indices]) => ({ line, spec, indices, name: text(spec) })))(
    '$line: $name',
    ({ spec, indices }) => {
      const selected = selectFrames(spec, twenty);
      expect(selected).toMatchObject({ indices, error: null });
      expect(selected.warnings.some((warning) => warning.includes('selects no frames'))).toBe(
        indices.length === 0,
      );
    },
  );

  it.each(
    errors.map(([line, spec, code, position, says]) => ({
      line,
      spec,
      code,
      position,
      says,
      name: text(spec),
    })),
  )('$line: $name is refused as $code', ({ spec, code, position, says }) => {
    const frames = { ...twenty, landmarks: { ...twenty.landmarks, elsewhere: 'missing' as const } };
    expect(selectFrames(spec, frames)).toEqual({
      indices: [],
      warnings: [],
      error: { code, position, message: expect.stringContaining(says) },
    });
  });

  it.each<[string, unknown, string]>([
    ['S2-03', '[20]', 'Outside the 20 frames, whose positions are 0 to 19: 20.'],
    ['S2-22', 'nope', 'Not among the frames: nope.'],
    ['S2-22', 'All', 'Not among the frames: All. all is written in lower case.'],
    ['S2-23', [-1, 3, 99], 'Outside the 20 frames, whose positions are 0 to 19: -1, 99.'],
    ['S2-24', ['item_001', 'x', 'y'], 'Not among the frames: x, y.'],
    ['S2-36', 'death+20', 'Outside the 20 frames, whose positions are 0 to 19: death+20.'],
    ['S2-14', '[10:5]', 'The range selects no frames.'],
    ['S2-24', Array.from({ length: 12 }, (_, i) => `x${i}`), 'x8, x9 and 2 more.'],
  ])('%s: %j warns', (_, spec, warning) => {
    expect(selectFrames(spec, twenty).warnings[0]).toContain(warning);
  });

  it('S2-27: expands without ids', () => {
    expect(expandRange('[2:8:2]', 10)).toEqual({ indices: [2, 4, 6], warnings: [], error: null });
  });

  it('S2-41: names subject and landmark that are missing', () => {
    const problem = (landmarks: Record<string, LandmarkPosition>) =>
      selectFrames('death-1:', { ...twenty, landmarks }).error;
    const expected = { code: 'NO_LANDMARK', message: 'No death frame found for fish_01.', position: 0 };
    expect(problem({})).toEqual(expected);
    expect(problem({ death: null })).toEqual(expected);
    expect(problem({ death: 20 })?.code).toBe('LANDMARK_NOT_IN_FRAMES');
  });

  it('knows landmarks of a project, in any case, before ids', () => {
    const frames = { count: 4, ids: ['hatch', 'b', 'c', 'd'], landmarks: { Hatch: 2 } };
    expect(selectFrames('HATCH-1:hatch+1', frames).indices).toEqual([1, 2]);
    expect(selectFrames('hatch', frames).indices).toEqual([2]);
    expect(selectFrames('hatch:', { count: 4 }).error?.code).toBe('INVALID_SYNTAX');
  });

  it('takes a known id that begins like a landmark', () => {
    expect(selectFrames('death_cam-1', { count: 1, ids: ['death_cam-1'] }).indices).toEqual([0]);
  });

  it('S2-46: says why a subject without frames selects nothing', () => {
    expect(selectFrames('all', { count: 0, subject: 'fish_02' })).toEqual({
      indices: [],
      warnings: ['fish_02 has no frames, so the range selects no frames.'],
      error: null,
    });
  });

  it('S2-43: has no name of the language itself', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(selectFrames(name, twenty)).toMatchObject({ indices: [], error: null });
      expect(selectFrames(`${name}:`, twenty).error?.code).toBe('INVALID_SYNTAX');
    }
  });
});

interface ReferenceCase {
  readonly id: string;
  readonly group: string;
  readonly spec: unknown;
  readonly n: number;
  readonly death: LandmarkPosition;
  readonly ids?: readonly string[];
  readonly expected: Answer;
  readonly also_accepted?: readonly Answer[];
}
type Answer = { readonly indices: readonly number[] } | { readonly error: string };

const reference = fileURLToPath(
  new URL('../../../../../shared/reference/ranges/range_cases.json', import.meta.url),
);
const present = existsSync(reference);
const cases: readonly ReferenceCase[] = present ? JSON.parse(readFileSync(reference, 'utf8')) : [];
if (!present) console.warn(`Reference cases are skipped: there is no ${reference}.`);

(present ? describe : describe.skip)('reference cases', () => {
  it.each(cases.map((each) => ({ ...each, name: text(each.spec) })))('$id, $group: $name', (given) => {
    const { spec, n, death, expected, also_accepted = [] } = given;
    const frameIds = given.ids ?? upTo(0, n).map((index) => `id_${String(index).padStart(4, '0')}`);
    const { indices, error } = selectFrames(spec, { count: n, ids: frameIds, landmarks: { death } });
    const answer: Answer = error === null ? { indices } : { error: error.code };
    expect([expected, ...also_accepted]).toContainEqual(answer);
  });
});

/** Slices as Python's reference says: the indices i, i + step, … between the clipped bounds. */
function sliceModel(count: number, start: number | null, stop: number | null, step: number): number[] {
  const items = upTo(0, count);
  const wrap = (bound: number) => (bound < 0 ? bound + count : bound);
  const from = start === null ? null : wrap(start);
  const to = stop === null ? null : wrap(stop);
  const kept = items.filter((item) =>
    step > 0
      ? (from === null || item >= from) && (to === null || item < to)
      : (from === null || item <= from) && (to === null || item > to),
  );
  const ordered = step > 0 ? kept : kept.reverse();
  return ordered.filter((_, index) => index % Math.abs(step) === 0);
}

describe('ranges against a plain model', () => {
  const bound = fc.option(fc.integer({ min: -30, max: 30 }));
  const step = fc.integer({ min: -4, max: 4 }).filter((value) => value !== 0);
  const count = fc.integer({ min: 0, max: 25 });
  const slice = fc.record({ start: bound, stop: bound, step });
  const written = ({ start, stop, step: by }: { start: number | null; stop: number | null; step: number }) =>
    `${start ?? ''}:${stop ?? ''}:${by}`;

  it('are slices of arrays', () => {
    fc.assert(
      fc.property(count, slice, (n, part) => {
        expect(expandRange(`[${written(part)}]`, n).indices).toEqual(
          sliceModel(n, part.start, part.stop, part.step),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('are unions in order, each frame once', () => {
    fc.assert(
      fc.property(count, fc.array(slice, { minLength: 1, maxLength: 5 }), (n, parts) => {
        const frames = parts.flatMap((part) => sliceModel(n, part.start, part.stop, part.step));
        expect(expandRange(parts.map(written).join(', '), n).indices).toEqual([...new Set(frames)]);
      }),
    );
  });

  it('never wrap around a landmark', () => {
    const offset = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(24), offset, offset, (n, place, from, to) => {
        const death = place % n;
        const end = (value: number) => `death${value < 0 ? '' : '+'}${value}`;
        const { indices } = selectFrames(`${end(from)}:${end(to)}`, { count: n, landmarks: { death } });
        expect(indices).toEqual(upTo(0, n).filter((index) => index >= death + from && index < death + to));
      }),
    );
  });

  it('are read or refused with a place in the text, never thrown at', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      ':',
      ',',
      '-',
      '+',
      '5',
      'death',
      'all',
      'x_1',
      ' ',
      '"',
      '*',
      '{',
      '0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (spec) => {
          const { indices, error }: FrameSelection = selectFrames(spec, twenty);
          expect(indices.every((index) => index >= 0 && index < 20)).toBe(true);
          if (error?.position != null) expect(error.position).toBeLessThanOrEqual(spec.length);
          if (parseRange(spec).error !== null) expect(error).not.toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
