import type { PlannedJob } from '@batchyard/domain';

/** What a cell works on, by content: equal for the cells of all settings on one input. */
export function inputKeyOf({ inputs }: Pick<PlannedJob, 'inputs'>): string {
  return Object.values(inputs)
    .flatMap((files) => files.map(({ sha256 }) => sha256))
    .join(' ');
}
