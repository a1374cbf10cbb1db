import { expect, it } from '@jest/globals';
import { completeText, refreshText } from './complete-texts';

const counts = {
  succeeded: 0,
  failed: 0,
  stale: 0,
  stoppedEarly: 0,
  underWay: 0,
  notChosen: 0,
  incomplete: 0,
  lacking: 0,
};

it('says what completing a design computes and what it leaves', () => {
  expect(completeText({ ...counts, incomplete: 5, failed: 2, succeeded: 22, underWay: 1 })).toBe(
    'Starts a batch with the 5 cells that have no good result (2 failed). 22 finished cells stay as they are. ' +
      '1 cell under way in another batch is left to it.',
  );
  expect(completeText({ ...counts, incomplete: 5, failed: 1, notChosen: 3 })).toBe(
    'Starts a batch with the 5 cells that have no good result (1 failed, 3 still to be chosen).',
  );
  expect(completeText({ ...counts, incomplete: 1, stoppedEarly: 2 })).toBe(
    'Starts a batch with the 1 cell that has no good result. ' +
      '2 cells that were stopped early stay as they are; retry a job to run it to its end.',
  );
  expect(completeText({ ...counts, incomplete: 1, stale: 1 })).toBe(
    'Starts a batch with the 1 cell that has no good result. ' +
      '1 cell computed by another version of the pipeline stays as it is.',
  );
});

it('says that refreshing computes the lacking cells as well', () => {
  expect(refreshText({ ...counts, stale: 3, incomplete: 5, succeeded: 1 })).toBe(
    'Starts a batch with the 3 cells computed by another version of the pipeline and the 5 without a good result. ' +
      'Results of the older version are kept in their batches. 1 finished cell stays as it is.',
  );
});
