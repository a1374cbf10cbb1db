/** A function that may be called as often as one likes and a way to drop what is pending. */
export interface Coalesced {
  (): void;
  cancel(): void;
}

/**
 * Calls `work` at once, then at most every `intervalMs`, and once more at the end when calls came in between: the
 * first change is seen immediately and the last one is never missed.
 */
export function coalesce(work: () => void, intervalMs: number): Coalesced {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const run = () => {
    again = false;
    timer = setTimeout(() => {
      timer = null;
      if (again) run();
    }, intervalMs);
    timer.unref();
    work();
  };
  const call = () => {
    if (timer === null) run();
    else again = true;
  };
  return Object.assign(call, {
    cancel() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      again = false;
    },
  });
}
