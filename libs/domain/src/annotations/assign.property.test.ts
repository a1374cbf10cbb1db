/** What holds after any requests, compared frame by frame. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AssignOptions, AssignRequest, CurrentAnnotation } from './annotation.js';
import { defaultVocabulary } from './default-vocabulary.js';
import { positionsOfNumbers } from './frame-numbers.js';
import { frameRange } from './frame-set.js';
import { fieldsKey } from './statements.js';
import { assigned, embryoWith } from './testing/subjects.js';

const subject = embryoWith([0, 1, 2, 5, 6, 8, 9, 10, 20, 21, 40, 41]);
const values = ['NONE', 'NORMAL', 'EDEMA', 'BODY_AXIS', 'DEAD'];
const end = fc.integer({ min: -3, max: 14 });
const frames = fc.oneof(
  fc.tuple(end, end).map(([from, to]) => `[${from}:${to}]`),
  fc.integer({ min: 0, max: 11 }).map((index) => subject.names?.[index] as string),
  fc.constantFrom('all', 'death:', ':death', '[::3]', '[1,4,7:9]', 'nope'),
  fc
    .tuple(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 1, max: 9 }))
    .map(([from, n]) => frameRange(from, from + n)),
);
const request: fc.Arbitrary<AssignRequest> = fc.record({
  kind: fc.constant('phenotype'),
  value: fc.constantFrom(...values),
  frames,
  remove: fc.boolean(),
  confidence: fc.constantFrom(null, 0.5),
});
const options = fc.record({
  author: fc.constantFrom('ann', 'bob'),
  overwrite: fc.boolean(),
  overwriteTerminal: fc.boolean(),
});
const steps = fc.array(fc.record({ request, options }), { maxLength: 15 });

const kind = defaultVocabulary.kinds.find(({ name }) => name === 'phenotype');
const exclusive = new Set(kind?.terms.filter((term) => term.exclusive).map(({ name }) => name));

/** What is said of each frame, with who says it. */
function picture(rows: readonly CurrentAnnotation[]): string[][] {
  const said = subject.numbers.map((): string[] => []);
  for (const row of rows) {
    for (const { from, to } of positionsOfNumbers(row.frames ?? [], subject.numbers))
      for (let i = from; i < to; i++) said[i]?.push(`${row.value} ${row.author} ${fieldsKey(row)}`);
  }
  return said.map((each) => each.sort());
}

function carryOut(given: readonly { readonly request: AssignRequest; readonly options: AssignOptions }[]) {
  let rows: CurrentAnnotation[] = [];
  for (const step of given) rows = assigned(subject, rows, [step.request], step.options).after;
  return rows;
}

const valuesAt = (said: readonly string[]) => new Set(said.map((each) => each.split(' ')[0] as string));

describe('assign', () => {
  it('never leaves an exclusive term beside another on a frame', () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const said of picture(carryOut(given))) {
          const found = valuesAt(said);
          if ([...found].some((value) => exclusive.has(value))) expect(found.size).toBe(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps DEAD from its first frame to the last', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const isDead = picture(carryOut(given)).map((said) => valuesAt(said).has('DEAD'));
        expect(isDead).toEqual([...isDead].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('never says one thing twice in the name of one author', () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const said of picture(carryOut(given))) {
          const statements = said.map((each) => each.split(' ').slice(0, 2).join(' '));
          expect(new Set(statements).size).toBe(statements.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does the same with all requests at once as one by one', () => {
    fc.assert(
      fc.property(steps, steps, options, (before, given, shared) => {
        const rows = carryOut(before);
        const oneByOne = given.reduce(
          (current, step) => assigned(subject, current, [step.request], shared).after,
          rows,
        );
        const requests = given.map((step) => step.request);
        expect(picture(assigned(subject, rows, requests, shared).after)).toEqual(picture(oneByOne));
      }),
      { numRuns: 500 },
    );
  });

  it('changes just the frames that it reports', () => {
    fc.assert(
      fc.property(steps, request, options, (before, last, how) => {
        const rows = carryOut(before);
        const { outcomes, after, ended, created } = assigned(subject, rows, [last], how);
        const outcome = outcomes[0];
        const [was, is] = [picture(rows), picture(after)];
        if (outcome?.status !== 'assigned') {
          expect({ ended, created }).toEqual({ ended: [], created: [] });
          return;
        }
        const statement = `${last.value} ${how.author}`;
        const isTaken = last.remove === true || last.value === 'NONE';
        const changed = is.filter((said, i) => said.join() !== was[i]?.join());
        const stated = changed.filter((said) => said.some((each) => each.startsWith(statement)));
        expect(isTaken ? changed.length : stated.length).toBe(outcome.frames);
      }),
      { numRuns: 1_000 },
    );
  });
});
