import { runnerNeedTexts } from '@batchyard/domain';
import type { LabelledWorker } from './queries';

/** How many of the workers that run now offer what a pipeline needs, or what to do where none does. */
export function offerText(need: keyof typeof runnerNeedTexts, workers: readonly LabelledWorker[]): string {
  const what = runnerNeedTexts[need];
  const living = workers.filter(({ isAlive }) => isAlive);
  const offering = living.filter(({ labels }) => labels.includes(need)).length;
  if (offering === 0)
    return `No running worker offers ${what}: jobs wait until one is started with COMMAND_RUNNERS.`;
  const noun = living.length === 1 ? 'worker' : 'workers';
  return `${offering} of ${living.length} running ${noun} ${offering === 1 ? 'offers' : 'offer'} ${what}.`;
}
