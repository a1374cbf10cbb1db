import type { MetricSpec } from '../contract.js';
import type { Detector, FlagLevel } from './detectors/detector.js';
import { detectors } from './detectors/registry.js';

const unitOf: Readonly<Record<FlagLevel, string>> = {
  frame: 'frames',
  subject: 'subjects',
  video: 'videos',
  experiment: 'experiments',
};

const total = (name: string, title: string, unit: string, description: string): MetricSpec => ({
  name,
  title,
  unit,
  direction: null,
  description,
});

/** Counts of one detector; absent where it did not run. */
function countsOf({ name, title, level, term }: Detector): MetricSpec[] {
  const unit = unitOf[level];
  const count = (what: string, description: string): MetricSpec => ({
    ...total(`${name}_${what}`, `${title}: ${what}`, unit, description),
    optional: true,
  });
  return [
    count('checked', `${unit} that the detector looked at.`),
    { ...count('detected', `${unit} that it flagged ${term}.`), direction: 'minimize' },
    { ...count('failed', `${unit} that it could not judge.`), direction: 'minimize' },
  ];
}

/** All metrics of flag detection: totals, then three counts for each detector. */
export const metricSpecs: readonly MetricSpec[] = [
  {
    ...total('flagged_frames_percent', 'Flagged frames', '%', 'Share of the checked frames with any flag.'),
    direction: 'minimize',
  },
  total('subjects', 'Subjects', 'subjects', 'Subjects in the inputs.'),
  total('frames', 'Frames', 'frames', 'Frames in the inputs.'),
  total('flags', 'Flags', '1', 'Flags set, each for one term on one subject, video or experiment.'),
  total('unreadable_frames', 'Unreadable frames', 'frames', 'Images that turned out damaged.'),
  ...detectors.flatMap(countsOf),
];
