/** Something that is done again and again, never twice at the same time. */
export interface Repeated {
  /** Does it as soon as possible; calls during a run join into one more run. */
  wake(): void;
  /** Ends it; resolves when a run under way is over. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  /** Done at least this often. */
  readonly everyMs: number;
  /** At least this long from the end of one run to the next, however often it is woken. */
  readonly pauseMs: number;
  readonly onError: (error: unknown) => void;
}

/** Starts with a first run at once. A failed run is told to `onError` and does not end the repetition. */
export function repeat(work: () => Promise<unknown>, options: RepeatOptions): Repeated {
  let woken = false;
  let stopped = false;
  let endWait: () => void = () => undefined;
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopped) {
      woken = false;
      await work().catch(options.onError);
      if (!stopped) await pause(options.pauseMs);
      if (!woken && !stopped) await wait(options.everyMs);
    }
  };
  const running = run();
  return {
    wake() {
      woken = true;
      endWait();
    },
    async stop() {
      stopped = true;
      endWait();
      await running;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
