/** Time of reading ranges and of assigning frames, by themselves and without a database. */
import { mulberry32 } from '../batches/seeded.js';
import { expandRange, selectFrames } from '../ranges/select-frames.js';
import type { AssignRequest, SubjectFrames } from './annotation.js';
import { assign } from './assign.js';
import { defaultVocabulary } from './default-vocabulary.js';

/** Milliseconds to read `count` different ranges and to select their frames of twenty. */
export function measureRanges(count: number): number {
  const random = mulberry32(1);
  const draw = (n: number) => Math.floor(random() * n);
  const writings = [
    () => `[${draw(20)}:${draw(20)}]`,
    () => `${draw(20)}`,
    () => `death-${draw(9)}:death+${draw(9)}`,
    () => `[${draw(20)}, ${draw(20)}, ${draw(10)}:${draw(20)}:2]`,
    () => `item_${draw(25)}`,
    () => 'all',
  ];
  const specs = Array.from({ length: count }, (_, index) =>
    (writings[index % writings.length] as () => string)(),
  );
  const ids = Array.from({ length: 20 }, (_, index) => `item_${index}`);
  const frames = { count: 20, ids, landmarks: { death: 10 } };
  let selected = 0;
  const startedMs = performance.now();
  for (const spec of specs) selected += selectFrames(spec, frames).indices.length;
  const ms = performance.now() - startedMs;
  if (selected < count) throw new Error(`Only ${selected} frames were selected.`);
  return ms;
}

/** Milliseconds to read `count` whole numbers, the least that reading ranges can take. */
export function measureNumbers(count: number): number {
  const texts = Array.from({ length: count }, (_, index) => String(index % 20));
  const startedMs = performance.now();
  for (const text of texts) expandRange(text, 20);
  return performance.now() - startedMs;
}

/** Milliseconds to assign single frames, one request each, to subjects of 1,000 frames. */
export function measureAssignment(frameAnnotations: number): number {
  const numbers = Array.from({ length: 1_000 }, (_, index) => index);
  const values = ['EDEMA', 'BODY_AXIS', 'HEART_DEFECT', 'TBD'];
  const subjects = Math.ceil(frameAnnotations / 1_000);
  const startedMs = performance.now();
  for (let index = 0; index < subjects; index++) {
    const subject: SubjectFrames = { name: `embryo ${index}`, level: 'embryo', numbers };
    const requests = numbers.map(
      (frame): AssignRequest => ({
        kind: 'phenotype',
        value: values[(frame >> 4) % 4] as string,
        frames: `${frame}`,
      }),
    );
    const { outcomes, created } = assign(subject, defaultVocabulary, [], requests, { author: 'bench' });
    if (outcomes.some(({ status }) => status !== 'assigned') || created.length !== 4)
      throw new Error('Frames were not assigned.');
  }
  return performance.now() - startedMs;
}

/** Milliseconds for requests on one subject that overlap at random, each with a note of its own. */
export function measureOneSubject(requestCount: number): number {
  const random = mulberry32(2);
  const numbers = Array.from({ length: 10_000 }, (_, index) => index * 2);
  const names = numbers.map((number) => `frame_${number}`);
  const requests = Array.from({ length: requestCount }, (_, index): AssignRequest => {
    const from = Math.floor(random() * 9_000);
    const value = index % 2 === 0 ? 'EDEMA' : 'BODY_AXIS';
    return { kind: 'phenotype', value, frames: `[${from}:${from + 100}]`, note: `note ${index}` };
  });
  const subject: SubjectFrames = { name: 'embryo', level: 'embryo', numbers, names };
  const startedMs = performance.now();
  const { outcomes } = assign(subject, defaultVocabulary, [], requests, { author: 'bench' });
  if (outcomes.some(({ status }) => status !== 'assigned')) throw new Error('Frames were not assigned.');
  return performance.now() - startedMs;
}
