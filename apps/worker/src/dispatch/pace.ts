import { coalesce } from '@batchyard/persistence';

/** When to look for more jobs: at once where few are in hand, seldom while there are enough for a moment. */
export interface DispatchPace {
  /** Something changed anywhere. */
  changed(): void;
  /** A job of this worker ended. */
  jobEnded(): void;
  cancel(): void;
}

export interface DispatchPaceOptions {
  readonly wake: () => void;
  readonly slots: number;
  /** Jobs that were heard of and that no slot has begun; infinite where slots need not hear of any. */
  readonly inHand: () => number;
}

const inHandPerSlot = 3;
/** More often would cost more than it could bring while much is in hand. */
const whileBusyMs = 100;

export function paceDispatch({ wake, slots, inHand }: DispatchPaceOptions): DispatchPace {
  const wakeSoon = coalesce(wake, whileBusyMs);
  const ended = countLately(whileBusyMs);
  const changed = () => {
    // A look takes a while, in which tiny jobs use up what is in hand.
    if (inHand() < Math.max(inHandPerSlot * slots, ended.lately())) wake();
    else wakeSoon();
  };
  return {
    changed,
    jobEnded() {
      ended.add();
      changed();
    },
    cancel: wakeSoon.cancel,
  };
}

/** Counts what happens within about `periodMs`. */
function countLately(periodMs: number, clockMs = () => performance.now()) {
  let sinceMs = clockMs();
  let now = 0;
  let before = 0;
  const turn = () => {
    const passedMs = clockMs() - sinceMs;
    if (passedMs < periodMs) return;
    before = passedMs < 2 * periodMs ? now : 0;
    now = 0;
    sinceMs += passedMs;
  };
  return {
    add() {
      turn();
      now++;
    },
    lately() {
      turn();
      return Math.max(before, now);
    },
  };
}
