import { maxHeadStartS } from '@batchyard/domain';
import { invalid } from '../graphql/problems.js';

/** @returns s @throws UserError */
export function readHeadStart(priority: number): number {
  if (Math.abs(priority) <= maxHeadStartS) return priority;
  const range = `${-maxHeadStartS} to ${maxHeadStartS} s (a week)`;
  throw invalid('priority', `A head start of ${priority} s is too much: expected ${range}.`);
}
