import { describe, expect, it } from '@jest/globals';
import { checkVocabulary } from './check-vocabulary.js';
import { defaultVocabulary } from './default-vocabulary.js';

type Plain = Record<string, unknown>;
const copy = () =>
  structuredClone(defaultVocabulary) as unknown as {
    levels: Plain[];
    kinds: (Plain & { terms: Plain[]; details: Plain[] })[];
  };
const changed = (change: (vocabulary: ReturnType<typeof copy>) => void) => {
  const vocabulary = copy();
  change(vocabulary);
  return vocabulary;
};

describe('checkVocabulary', () => {
  it('accepts the vocabulary of a new project, with its terms in use', () => {
    const used = [{ kind: 'phenotype', value: 'DEAD', count: 3 }];
    expect(checkVocabulary(defaultVocabulary, used, ['embryo'])).toEqual({
      vocabulary: defaultVocabulary,
      problems: [],
    });
  });

  it('has the kinds, terms and severities that labs use', () => {
    const terms = Object.fromEntries(
      defaultVocabulary.kinds.map((kind) => [kind.name, kind.terms.map(({ name }) => name)]),
    );
    expect(terms).toMatchObject({
      phenotype: ['NORMAL', 'EDEMA', 'BODY_AXIS', 'CONVERGENCE_EXTENSION', 'HEART_DEFECT', 'TBD', 'DEAD'],
      genotype: ['WT', 'lmx1b', 'shh'],
      video_flag: ['NONZERO_SEED_FRAME', 'NO_EMBRYO', 'MISSING_FRAMES'],
      experiment_flag: ['INCOMPLETE', 'PROTOCOL_DEVIATION'],
    });
    const dead = defaultVocabulary.kinds[0]?.terms.find(({ name }) => name === 'DEAD');
    expect(dead).toMatchObject({ exclusive: true, terminal: true, landmark: 'death', key: 'd' });
  });

  it.each<[string, (vocabulary: ReturnType<typeof copy>) => void, string, string]>([
    ['a level twice', (v) => v.levels.push({ name: 'video', title: 'V' }), 'levels.3.name', 'twice'],
    [
      'a bad pattern',
      (v) => v.levels.push({ name: 'x', title: 'X', idPattern: '(' }),
      'levels.3.idPattern',
      'no regular',
    ],
    ['no level', (v) => Object.assign(v, { levels: [] }), 'levels', '>=1'],
    [
      'an unknown level',
      (v) => Object.assign(v.kinds[0] ?? {}, { level: 'fish' }),
      'kinds.0.level',
      'no level fish: expected one of experiment, video, embryo',
    ],
    [
      'a kind twice',
      (v) => v.kinds.push({ ...copy().kinds[1], name: 'phenotype' } as never),
      'kinds.8.name',
      'phenotype stands there twice',
    ],
    [
      'a term twice',
      (v) => v.kinds[1]?.terms.push({ name: 'WT', title: 'W', colour: '#000000' }),
      'kinds.1.terms.3.name',
      'WT stands there twice',
    ],
    ['no terms', (v) => Object.assign(v.kinds[1] ?? {}, { terms: [] }), 'kinds.1.terms', 'at least one term'],
    [
      'a colour',
      (v) => Object.assign(v.kinds[1]?.terms[0] ?? {}, { colour: 'red' }),
      'kinds.1.terms.0.colour',
      'such as #1a9e77',
    ],
    [
      'a key twice',
      (v) => Object.assign(v.kinds[3]?.terms[0] ?? {}, { key: 'd' }),
      'kinds.3.terms.0.key',
      'The key d sets phenotype DEAD already',
    ],
    [
      'an end beside others',
      (v) => Object.assign(v.kinds[0]?.terms[6] ?? {}, { exclusive: false }),
      'kinds.0.terms.6.exclusive',
      'must be exclusive too',
    ],
    [
      'an end without frames',
      (v) => Object.assign(v.kinds[1]?.terms[0] ?? {}, { landmark: 'birth' }),
      'kinds.1.terms.0',
      'kinds about frames',
    ],
    [
      'a landmark that ranges know',
      (v) => Object.assign(v.kinds[0]?.terms[6] ?? {}, { landmark: 'last' }),
      'kinds.0.terms.6.landmark',
      'meaning in ranges',
    ],
    [
      'a landmark twice',
      (v) => Object.assign(v.kinds[0]?.terms[1] ?? {}, { landmark: 'death' }),
      'kinds.0.terms.6.landmark',
      'makes the landmark death',
    ],
    [
      'an empty value that is a term',
      (v) => Object.assign(v.kinds[0] ?? {}, { emptyValue: 'EDEMA' }),
      'kinds.0.emptyValue',
      'a term too',
    ],
    [
      'a severity',
      (v) => Object.assign(v.kinds[0] ?? {}, { defaultSeverity: 'info' }),
      'kinds.0.defaultSeverity',
      'the kind has none',
    ],
    [
      'no default severity',
      (v) => Object.assign(v.kinds[3] ?? {}, { severities: ['info', 'error'], defaultSeverity: null }),
      'kinds.3.defaultSeverity',
      'needs a default one',
    ],
    [
      'choices of a number',
      (v) => Object.assign(v.kinds[2]?.details[1] ?? {}, { choices: ['1'] }),
      'kinds.2.details.1.choices',
      'Only a text has choices',
    ],
  ])('refuses %s', (_, change, parameter, says) => {
    const { vocabulary, problems } = checkVocabulary(changed(change));
    expect(vocabulary).toBeNull();
    expect(problems).toContainEqual(
      expect.objectContaining({ place: { parameter }, message: expect.stringContaining(says) }),
    );
  });

  it('refuses to lose what is in use, and says how often', () => {
    const without = changed((v) => {
      v.kinds[0]?.terms.splice(1, 1);
      v.levels.splice(0, 1);
      v.kinds.pop();
    });
    const used = [
      { kind: 'phenotype', value: 'EDEMA', count: 12 },
      { kind: 'experiment_flag', value: 'INCOMPLETE', count: 1 },
      { kind: 'phenotype', value: 'DEAD', count: 1 },
    ];
    expect(
      checkVocabulary(without, used, ['embryo', 'experiment']).problems.map(({ code, message }) => [
        code,
        message,
      ]),
    ).toEqual([
      ['LEVEL_IN_USE', 'levels: Subjects are of the level experiment. Keep it, or remove them first.'],
      ['TERM_IN_USE', 'kinds: 12 annotations say phenotype EDEMA. Keep it, or change them first.'],
      ['TERM_IN_USE', 'kinds: 1 annotation says experiment_flag INCOMPLETE. Keep it, or change them first.'],
    ]);
  });

  it.each([null, 5, 'x', [], { kinds: [] }])('refuses %j', (definition) => {
    expect(checkVocabulary(definition).problems.length).toBeGreaterThan(0);
  });
});
