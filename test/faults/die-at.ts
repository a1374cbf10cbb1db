import { expect } from '@jest/globals';
import type { Farm } from './farm.js';
import { keyed, quiet, type ScenarioResult, secondsUntil } from './scenario.js';

/** The worker that dies at a fail point loses exactly one attempt; another publishes. */
export async function dieAt(farm: Farm, failPoint: string, endsBefore = 1): Promise<ScenarioResult> {
  const dying = farm.startWorker({ slots: 1, environment: { FP: `${failPoint}:kill` } });
  const batchId = await farm.startBatch(keyed('job', 1), { maxAttempts: 3 });
  await dying.exited;
  expect(farm.ledger().filter((line) => line.event === 'end')).toHaveLength(endsBefore);
  farm.startWorker({ slots: 1 });
  const recoveredS = await secondsUntil(farm, 'it starts again', (line) => line.event === 'start');
  await quiet(farm);
  const [job] = await farm.jobs(batchId);
  expect(job).toMatchObject({ state: 'succeeded', attempt: 2 });
  return { recoveredS };
}
