/** What detectors of flags may set is what a new project's vocabulary allows, of frames, embryos, videos and experiments. */
import { assign, defaultVocabulary, frameSetOfRuns } from '@batchyard/domain';
import { expect, it } from '@jest/globals';
import { annotationOf } from '../libs/pipelines/src/flag-detection/annotate.js';
import { type FlagLevel, flagTerms } from '../libs/pipelines/src/flag-detection/detectors/detector.js';
import { detectors } from '../libs/pipelines/src/flag-detection/detectors/registry.js';

const levels = Object.keys(flagTerms) as FlagLevel[];
/** Frames and gaps are of embryos or of whole videos. */
const cases = levels.flatMap((level) =>
  flagTerms[level].flatMap((term): [string, FlagLevel, string][] => {
    if (level === 'video' || level === 'experiment') return [[term, level, level]];
    return [
      [term, level, 'embryo'],
      [term, level, 'video'],
    ];
  }),
);

it.each(cases)('%s of a %s detector is allowed on a subject of the level %s', (term, level, subjectLevel) => {
  const detector = detectors.find((each) => each.level === level) ?? detectors[0];
  if (detector === undefined) throw new Error('There is no detector.');
  const frames = level === 'frame' ? [1, 2] : null;
  const flag = {
    detector: { ...detector, level, term },
    entity: 'x',
    term,
    frames,
    severity: 'warning' as const,
    hits: [1, 2].map((value, index) => ({ term, index: frames === null ? null : index, value, limit: 0 })),
  };
  const { kind, value, severity, detail, frames: runs } = annotationOf(flag, subjectLevel === 'video');
  const stated = runs === null || typeof runs === 'string' ? runs : frameSetOfRuns(runs);
  const { outcomes, created } = assign(
    { name: 'x', level: subjectLevel, numbers: [0, 1, 2, 3] },
    defaultVocabulary,
    [],
    [{ kind, value, severity, detail, frames: stated }],
    { author: 'pipeline flag-detection 1.0.0' },
  );
  expect(outcomes).toMatchObject([{ status: 'assigned', code: null }]);
  expect(created).toMatchObject([{ value: term, severity: 'warning' }]);
});

it('every detector sets a flag that its level has', () => {
  for (const { name, level, term } of detectors) {
    expect({ name, terms: flagTerms[level] }).toEqual({ name, terms: expect.arrayContaining([term]) });
  }
});
