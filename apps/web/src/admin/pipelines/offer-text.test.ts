import { expect, it } from '@jest/globals';
import { offerText } from './offer-text';

const worker = (labels: string[], isAlive = true) => ({ labels, isAlive });

it.each([
  ['nobody runs', [], 'No running worker offers Slurm: jobs wait until one is started with COMMAND_RUNNERS.'],
  [
    'those that offer it are silent',
    [worker(['slurm'], false), worker(['container', 'gpu'])],
    'No running worker offers Slurm: jobs wait until one is started with COMMAND_RUNNERS.',
  ],
  ['the only one does', [worker(['slurm'])], '1 of 1 running worker offers Slurm.'],
  [
    'some do',
    [worker(['slurm']), worker(['gpu', 'slurm']), worker([])],
    '2 of 3 running workers offer Slurm.',
  ],
])('tells what workers offer when %s', (_when, workers, text) => {
  expect(offerText('slurm', workers)).toBe(text);
});
