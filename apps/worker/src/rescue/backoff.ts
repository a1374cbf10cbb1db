const maxMs = 300_000;

/**
 * Delay before the next try: doubles with each attempt, spread by ±50 % so that jobs that failed together do not come
 * back together, 5 minutes at most.
 * @param attempt number of the try that failed, from 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(attempt: number, firstMs: number, random: () => number = Math.random): number {
  return Math.min(maxMs, firstMs * 2 ** (attempt - 1) * (0.5 + random()));
}
