import { describe, expect, it } from '@jest/globals';
import type { AssignRequest } from './annotation.js';
import { assign } from './assign.js';
import { defaultVocabulary } from './default-vocabulary.js';
import { frameRange } from './frame-set.js';
import { landmarksOf } from './landmarks.js';
import { assigned, embryo, embryoWith, statement, upTo, valuesByFrame } from './testing/subjects.js';

const twenty = embryoWith(upTo(20));
const four = embryoWith([100, 150, 200, 250]);
const dead200 = [statement('phenotype', 'DEAD', [200, 201])];
const dead10 = [statement('phenotype', 'DEAD', [10, 20])];
const phenotype = (
  value: string,
  frames?: AssignRequest['frames'],
  more: Partial<AssignRequest> = {},
): AssignRequest => ({
  kind: 'phenotype',
  value,
  frames: frames ?? null,
  ...more,
});
const genotype = (value: string, more: Partial<AssignRequest> = {}): AssignRequest => ({
  kind: 'genotype',
  value,
  ...more,
});
const deathOf = (rows: Parameters<typeof landmarksOf>[2]) =>
  landmarksOf({}, defaultVocabulary, rows).find(({ name }) => name === 'death')?.frameNumber;

describe('assigning to frames', () => {
  it('S2-57, S2-68: takes all frames unless said otherwise and keeps confidence and note', () => {
    const { outcomes, created, ended } = assigned(
      twenty,
      [],
      [phenotype('EDEMA', null, { confidence: 0.8, note: ' mild ' }), phenotype('BODY_AXIS', '[5:10]')],
    );
    expect(outcomes.map(({ status, frames }) => [status, frames])).toEqual([
      ['assigned', 20],
      ['assigned', 5],
    ]);
    expect(ended).toEqual([]);
    expect(created).toEqual([
      {
        kind: 'phenotype',
        value: 'EDEMA',
        frames: frameRange(0, 20),
        confidence: 0.8,
        severity: null,
        note: 'mild',
        detail: {},
        remainderOf: null,
        request: 0,
      },
      expect.objectContaining({ value: 'BODY_AXIS', frames: frameRange(5, 10), request: 1 }),
    ]);
  });

  it('S2-58: refuses a range without frames, or leaves it out', () => {
    const requests = [
      phenotype('EDEMA', '[30:40]'),
      phenotype('EDEMA', 'nope'),
      phenotype('EDEMA', [{ from: 99, to: 100 }]),
    ];
    const failed = assigned(twenty, [], requests);
    expect(failed.outcomes.map(({ status, code }) => [status, code])).toEqual(
      Array(3).fill(['failed', 'NO_FRAMES']),
    );
    expect(failed.outcomes[1]?.message).toBe(
      'No valid frames in range. Not among the frames: nope. The range selects no frames.',
    );
    const skipped = assigned(twenty, [], requests, { emptyRanges: 'skip' });
    expect(skipped.outcomes.map(({ status, code }) => [status, code])).toEqual(
      Array(3).fill(['skipped', 'EMPTY_RANGE']),
    );
    expect(skipped.created).toEqual([]);
  });

  it('S2-46: says that a subject has no frames', () => {
    const { outcomes } = assigned(embryoWith([]), [], [phenotype('EDEMA')]);
    expect(outcomes[0]).toMatchObject({
      code: 'NO_FRAMES',
      message: `No valid frames in range. ${embryo} has no frames.`,
    });
  });

  it('S2-59: lets a bad request stop no other', () => {
    const { outcomes, created } = assigned(
      twenty,
      [],
      [
        { frames: 'all' } as unknown as AssignRequest,
        phenotype('EDEMA', '[a:b]'),
        phenotype('EDEMA', 'death'),
        phenotype('EDEMA', '3'),
      ],
    );
    expect(outcomes.map(({ code }) => code)).toEqual([
      'INVALID_REQUEST',
      'INVALID_RANGE',
      'INVALID_RANGE',
      null,
    ]);
    expect(outcomes[2]?.message).toContain(`No death frame found for ${embryo}. (NO_LANDMARK)`);
    expect(created).toHaveLength(1);
  });

  it.each<[string, Partial<AssignRequest>, string, string]>([
    ['S2-60', { value: 'edema' }, 'INVALID_VALUE', 'Did you mean EDEMA? Valid: NONE, NORMAL, EDEMA'],
    ['S2-61', { confidence: 1.1 }, 'INVALID_CONFIDENCE', '1.1: expected a number of 0 to 1'],
    ['S2-61', { confidence: Number.NaN }, 'INVALID_CONFIDENCE', 'expected a number of 0 to 1'],
    ['S2-70', { kind: 'video_flag', value: 'NO_EMBRYO' }, 'WRONG_LEVEL', 'level video'],
    ['S2-70', { kind: 'flag', value: 'NO_EMBRYO' }, 'INVALID_VALUE', 'Valid: MOTION_BLUR'],
    ['S2-70', { kind: 'plan' }, 'UNKNOWN_KIND', 'There is no kind plan. Valid: phenotype'],
    [
      'S2-71',
      { kind: 'flag', value: 'DARK', severity: 'bad' },
      'INVALID_SEVERITY',
      'Valid: info, warning, error, critical',
    ],
    ['S2-71', { severity: 'info' }, 'INVALID_SEVERITY', 'has no severity'],
    [
      'S2-81',
      { kind: 'genotype', value: 'xyz' },
      'INVALID_VALUE',
      'Invalid genotype "xyz". Valid: WT, lmx1b, shh.',
    ],
    [
      'S2-81',
      { kind: 'genotype', value: 'WT', detail: { zygosity: 'none' } },
      'INVALID_DETAIL',
      'Invalid zygosity "none". Valid: homozygous',
    ],
    [
      'S2-81',
      { kind: 'treatment', value: 'LIGHT' },
      'INVALID_VALUE',
      'Invalid treatment "LIGHT". Valid: CHEMICAL',
    ],
    [
      'S2-81',
      { kind: 'treatment', value: 'CHEMICAL', detail: { concentration_um: 'much' } },
      'INVALID_DETAIL',
      'expected a number',
    ],
    [
      'S2-80',
      { kind: 'genotype', value: 'WT', detail: { confirmed: 'yes' } },
      'INVALID_DETAIL',
      'expected a boolean',
    ],
    ['S2-68', { note: 'x'.repeat(2_001) }, 'INVALID_NOTE', 'at most 2000'],
  ])('%s: %j is refused as %s', (_, change, code, says) => {
    const { outcomes, created } = assigned(twenty, [], [{ ...phenotype('EDEMA'), ...change }]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', code, message: expect.stringContaining(says) });
    expect(created).toEqual([]);
  });

  it('S2-61: needs an author', () => {
    expect(assigned(twenty, [], [phenotype('EDEMA')], { author: ' ' }).outcomes[0]?.code).toBe(
      'AUTHOR_REQUIRED',
    );
  });

  it('S2-69: has nothing stated at first, which NONE brings back', () => {
    const current = [statement('phenotype', 'EDEMA', [0, 20]), statement('phenotype', 'BODY_AXIS', [5, 6])];
    const { outcomes, after } = assigned(twenty, current, [
      phenotype('NONE', '[4:8]'),
      phenotype('NONE', '5'),
    ]);
    expect(outcomes.map(({ status, frames, code }) => [status, frames, code])).toEqual([
      ['assigned', 4, null],
      ['skipped', 0, 'NOTHING_TO_REMOVE'],
    ]);
    expect(after.map(({ frames }) => frames)).toEqual([
      [
        { from: 0, to: 4 },
        { from: 8, to: 20 },
      ],
    ]);
  });

  it('S2-71: has a default severity by value', () => {
    const flag = (value: string, severity?: string) => ({
      kind: 'flag',
      value,
      ...(severity === undefined ? {} : { severity }),
    });
    const { created } = assigned(twenty, [], [flag('DARK'), flag('MASK_ON_EDGE'), flag('EMPTY', 'critical')]);
    expect(created.map(({ severity }) => severity)).toEqual(['warning', 'info', 'critical']);
  });
});

describe('frames at and after DEAD', () => {
  it('S2-63: are skipped by a range, and told', () => {
    const { outcomes, created } = assigned(four, dead200, [phenotype('EDEMA', 'all')]);
    expect(outcomes).toEqual([
      {
        status: 'assigned',
        isRemoval: false,
        frames: 2,
        skippedFrames: 2,
        skipped: frameRange(200, 251),
        code: 'AFTER_TERMINAL',
        message:
          '2 frames (200-250) at or after DEAD at frame 200 left as they are. Set overwriteTerminal to change them.',
      },
    ]);
    expect(created.map(({ frames }) => frames)).toEqual([frameRange(100, 151)]);
  });

  it('S2-63: leave nothing to do for a range behind', () => {
    const { outcomes, created } = assigned(four, dead200, [phenotype('EDEMA', 'death:')]);
    expect(outcomes[0]).toMatchObject({ status: 'skipped', skippedFrames: 2, code: 'AFTER_TERMINAL' });
    expect(created).toEqual([]);
  });

  it.each([`${embryo}_s0200`, `${embryo}_s0250`, `["${embryo}_s0100","${embryo}_s0250"]`])(
    'S2-64: are an error when named by id: %s',
    (frames) => {
      const { outcomes, created } = assigned(four, dead200, [phenotype('EDEMA', frames)]);
      expect(outcomes[0]).toMatchObject({ status: 'failed', code: 'PERMANENT' });
      expect(outcomes[0]?.message).toMatch(
        /already DEAD at frame 200, .+ Set overwriteTerminal to change it\.$/,
      );
      expect(created).toEqual([]);
    },
  );

  it('S2-65: can be changed on purpose, and DEAD begins behind them', () => {
    const all = assigned(four, dead200, [phenotype('EDEMA')], { overwriteTerminal: true });
    expect(all.outcomes[0]).toMatchObject({ status: 'assigned', frames: 4, skippedFrames: 0 });
    expect(valuesByFrame(four, all.after, 'phenotype')).toEqual({
      100: 'EDEMA',
      150: 'EDEMA',
      200: 'EDEMA',
      250: 'EDEMA',
    });
    const one = assigned(twenty, dead10, [phenotype('EDEMA', '15')], { overwriteTerminal: true });
    expect(one.outcomes[0]).toMatchObject({ frames: 1 });
    expect(deathOf(one.after)).toBe(16);
    expect(one.ended).toEqual(['phenotype DEAD 10,20']);
    expect(one.created[0]).toMatchObject({
      value: 'DEAD',
      frames: frameRange(16, 20),
      remainderOf: 'phenotype DEAD 10,20',
    });
  });

  it('S2-62: share no frame with another phenotype', () => {
    const current = [statement('phenotype', 'EDEMA', [5, 15])];
    const refused = assigned(twenty, current, [phenotype('DEAD', '12')]);
    expect(refused.outcomes[0]).toMatchObject({ status: 'failed', code: 'EXCLUSIVE', frames: 0 });
    expect(refused.outcomes[0]?.message).toMatch(
      /^DEAD exclusivity violation: .+ frames 12-14 have EDEMA\. Set overwrite/,
    );
    const replaced = assigned(twenty, current, [phenotype('DEAD', '12')], { overwrite: true });
    expect(replaced.after.map(({ value, frames }) => [value, frames])).toEqual([
      ['EDEMA', frameRange(5, 12)],
      ['DEAD', frameRange(12, 20)],
    ]);
  });

  it('S2-62: nor does any other exclusive term', () => {
    const normal = [statement('phenotype', 'NORMAL', [0, 10], { author: 'bob' })];
    const { outcomes } = assigned(twenty, normal, [phenotype('EDEMA', '[8:12]')]);
    expect(outcomes[0]?.message).toMatch(/^NORMAL exclusivity violation: .+ frames 8-9 have NORMAL/);
    const { after } = assigned(twenty, normal, [phenotype('EDEMA', '[8:12]')], { overwrite: true });
    expect(after.map(({ value, frames, author }) => [value, frames, author])).toEqual([
      ['NORMAL', frameRange(0, 8), 'bob'],
      ['EDEMA', frameRange(8, 12), 'ann'],
    ]);
  });

  it('S2-66, S2-67: begin at the smallest DEAD frame and go to the last', () => {
    const { outcomes, after } = assigned(twenty, [], [phenotype('DEAD', '[12,15]')]);
    expect(outcomes[0]).toMatchObject({ status: 'assigned', frames: 8 });
    expect(after[0]?.frames).toEqual(frameRange(12, 20));
    const refused = assigned(twenty, after, [phenotype('DEAD', '9')]);
    expect(refused.outcomes[0]).toMatchObject({
      code: 'PERMANENT',
      message: expect.stringContaining('already DEAD at frame 12'),
    });
    const moved = assigned(twenty, after, [phenotype('DEAD', '9')], { overwriteTerminal: true });
    expect(moved.outcomes[0]).toMatchObject({ status: 'assigned', frames: 3, skippedFrames: 8 });
    expect(deathOf(moved.after)).toBe(9);
    expect(assigned(twenty, after, [phenotype('DEAD', '14:')]).outcomes[0]).toMatchObject({
      status: 'skipped',
      code: 'ALREADY_SO',
    });
  });

  it('S2-66: are a landmark for the requests that follow', () => {
    const { outcomes, after } = assigned(
      twenty,
      [],
      [phenotype('DEAD', '10'), phenotype('EDEMA', 'death-2:death')],
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['assigned', 'assigned']);
    expect(valuesByFrame(twenty, after, 'phenotype')).toMatchObject({
      7: '',
      8: 'EDEMA',
      9: 'EDEMA',
      10: 'DEAD',
    });
  });

  it('count the frames of every statement of the end that a removal moves', () => {
    const dead = [10, 12].map((from, index) => ({
      ...statement('phenotype', 'DEAD', [from, index === 0 ? 12 : 20]),
      id: `dead ${from}`,
      confidence: index === 0 ? 0.5 : null,
    }));
    const { outcomes, after } = assigned(twenty, dead, [phenotype('NONE', '12')], {
      overwriteTerminal: true,
    });
    expect(outcomes).toMatchObject([{ status: 'assigned', frames: 3 }]);
    expect(after.map(({ value, frames }) => [value, frames])).toEqual([['DEAD', [{ from: 13, to: 20 }]]]);
  });

  it('stay until they are taken away on purpose', () => {
    const remove = (frames: string, overwriteTerminal: boolean) =>
      assigned(twenty, dead10, [phenotype('DEAD', frames, { remove: true })], { overwriteTerminal });
    expect(remove('all', false).outcomes[0]?.code).toBe('PERMANENT');
    expect(remove('all', true).after).toEqual([]);
    const later = remove('[12:14]', true);
    expect(later.outcomes[0]).toMatchObject({ status: 'assigned', frames: 4 });
    expect(deathOf(later.after)).toBe(14);
  });

  it('S2-42: are an error for ranges where the landmark is no frame', () => {
    const subject = { ...embryoWith(upTo(5, 2)), landmarks: { hatch: 3 } };
    const { outcomes } = assigned(subject, [], [phenotype('EDEMA', 'hatch:')]);
    expect(outcomes[0]).toMatchObject({
      code: 'INVALID_RANGE',
      message: expect.stringContaining('(LANDMARK_NOT_IN_FRAMES)'),
    });
  });

  it('S2-41: are named when the vocabulary knows a landmark that the subject lacks', () => {
    const kinds = defaultVocabulary.kinds.map((kind) => ({
      ...kind,
      terms: kind.terms.map((term) => (term.name === 'TBD' ? { ...term, landmark: 'hatch' } : term)),
    }));
    const { outcomes } = assigned(
      twenty,
      [],
      [phenotype('EDEMA', 'hatch:'), phenotype('EDEMA', 'nest:')],
      {},
      { ...defaultVocabulary, kinds },
    );
    expect(outcomes[0]?.message).toContain(`No hatch frame found for ${embryo}. (NO_LANDMARK)`);
    expect(outcomes[1]?.message).toContain('(INVALID_SYNTAX)');
  });

  it('carry flags as any others', () => {
    const { outcomes } = assigned(twenty, dead10, [{ kind: 'flag', value: 'DARK' }]);
    expect(outcomes[0]).toMatchObject({ status: 'assigned', frames: 20 });
  });
});

describe('statements that are there already', () => {
  it('S2-44: are about positions in ranges, and frame numbers in rows', () => {
    const even = embryoWith(upTo(20, 2));
    const { created } = assigned(even, [], [phenotype('EDEMA', '[10:20]'), phenotype('EDEMA', '[1,3]')]);
    expect(created.map(({ frames }) => frames)).toEqual([
      [
        { from: 2, to: 3 },
        { from: 6, to: 7 },
        { from: 20, to: 39 },
      ],
    ]);
  });

  it('S2-68: are ended where the author says something else, and keep their author elsewhere', () => {
    const current = [statement('phenotype', 'EDEMA', [0, 10], { confidence: 0.5, author: 'ann' })];
    const { ended, created } = assigned(twenty, current, [phenotype('EDEMA', '[3:5]', { confidence: 0.9 })]);
    expect(ended).toEqual([current[0]?.id]);
    expect(
      created.map(({ frames, confidence, remainderOf }) => ({ frames, confidence, remainderOf })),
    ).toEqual([
      {
        frames: [
          { from: 0, to: 3 },
          { from: 5, to: 10 },
        ],
        confidence: 0.5,
        remainderOf: current[0]?.id,
      },
      { frames: frameRange(3, 5), confidence: 0.9, remainderOf: null },
    ]);
  });

  it('are not doubled by the same author, and another author may say the same', () => {
    const current = [statement('flag', 'DARK', [0, 10], { severity: 'warning', author: 'pipeline' })];
    const again = assigned(twenty, current, [{ kind: 'flag', value: 'DARK', frames: '[:12]' }], {
      author: 'pipeline',
    });
    expect(again.outcomes[0]).toMatchObject({
      status: 'assigned',
      frames: 2,
      skippedFrames: 10,
      code: 'ALREADY_SO',
    });
    expect(again.ended).toEqual([]);
    const other = assigned(twenty, current, [{ kind: 'flag', value: 'DARK', frames: '[:12]' }], {
      author: 'ann',
    });
    expect(other.after.map(({ author, frames }) => [author, frames])).toEqual([
      ['pipeline', frameRange(0, 10)],
      ['ann', frameRange(0, 12)],
    ]);
  });

  it('can be taken away', () => {
    const current = [statement('phenotype', 'EDEMA', [0, 10], { author: 'bob' })];
    const { outcomes, after } = assigned(twenty, current, [phenotype('EDEMA', '[8:12]', { remove: true })]);
    expect(outcomes[0]).toMatchObject({ status: 'assigned', frames: 2 });
    expect(after[0]).toMatchObject({ frames: frameRange(0, 8), author: 'bob' });
  });
});

describe('statements about the subject itself', () => {
  const wild = [statement('genotype', 'WT', null)];

  it('S2-78: are one genotype', () => {
    const { outcomes, created } = assigned(twenty, wild, [genotype('shh')]);
    expect(created).toEqual([]);
    expect(outcomes[0]).toMatchObject({
      status: 'failed',
      code: 'ONE_PER_SUBJECT',
      message: 'The genotype is already set to WT, and it may have one only. Set overwrite to replace it.',
    });
  });

  it('S2-79: are replaced on purpose, and the former one is ended, not lost', () => {
    const { ended, created } = assigned(twenty, wild, [genotype('shh')], { overwrite: true });
    expect(ended).toEqual(['genotype WT null']);
    expect(created).toEqual([expect.objectContaining({ value: 'shh', frames: null, remainderOf: null })]);
  });

  it('are left alone when they are so already', () => {
    const { outcomes } = assigned(twenty, wild, [
      genotype('WT'),
      genotype('WT', { detail: { confirmed: true } }),
    ]);
    expect(outcomes.map(({ status, code }) => [status, code])).toEqual([
      ['skipped', 'ALREADY_SO'],
      ['failed', 'ONE_PER_SUBJECT'],
    ]);
  });

  it('S2-80: keep whether they were confirmed', () => {
    const detail = { zygosity: 'homozygous', confirmed: true };
    expect(assigned(twenty, [], [genotype('lmx1b', { detail })]).created[0]?.detail).toEqual(detail);
  });

  it('S2-82: are several treatments', () => {
    const chemical = (compound: string, more: Partial<AssignRequest> = {}) => ({
      kind: 'treatment',
      value: 'CHEMICAL',
      detail: { compound, concentration_um: 10 },
      ...more,
    });
    const { outcomes, after } = assigned(
      twenty,
      [],
      [
        chemical('DMSO'),
        chemical('BMS'),
        { kind: 'treatment', value: 'TEMPERATURE', detail: { temperature_c: 28.5 }, note: 'from 5 hpf' },
        chemical('DMSO', { note: 'washed' }),
        chemical('BMS'),
      ],
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'assigned',
      'assigned',
      'assigned',
      'assigned',
      'skipped',
    ]);
    expect(after.map(({ detail, note }) => [detail.compound, note])).toEqual([
      ['BMS', null],
      [undefined, 'from 5 hpf'],
      ['DMSO', 'washed'],
    ]);
  });

  it('have no frames', () => {
    const { outcomes } = assigned(
      twenty,
      [],
      [genotype('WT', { frames: '[1:3]' }), genotype('WT', { frames: 'all' })],
    );
    expect(outcomes.map(({ code }) => code)).toEqual(['FRAMES_NOT_ALLOWED', null]);
  });

  it('can be taken away', () => {
    const { outcomes, after } = assigned(twenty, wild, [
      genotype('shh', { remove: true }),
      genotype('WT', { remove: true }),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual(['NOTHING_TO_REMOVE', null]);
    expect(after).toEqual([]);
  });
});

describe('a vocabulary of a project', () => {
  it('may require a confidence and allow free text', () => {
    const [kind] = defaultVocabulary.kinds;
    if (kind === undefined) throw new Error('The vocabulary has no kinds.');
    const behaviour = {
      ...kind,
      name: 'behaviour',
      confidence: 'required' as const,
      freeText: true,
      terms: [],
    };
    const vocabulary = { ...defaultVocabulary, kinds: [behaviour] };
    const say = (value: string, confidence: number | null) => ({ kind: 'behaviour', value, confidence });
    const { outcomes } = assign(
      twenty,
      vocabulary,
      [],
      [say('turns left', 1), say('turns left', null), say('x'.repeat(101), 1)],
      { author: 'ann' },
    );
    expect(outcomes.map(({ code }) => code)).toEqual([null, 'INVALID_CONFIDENCE', 'INVALID_VALUE']);
  });
});
