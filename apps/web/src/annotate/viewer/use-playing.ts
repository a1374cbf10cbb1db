'use client';
import { useEffect, useRef } from 'react';

export interface PlayingOptions {
  readonly isPlaying: boolean;
  readonly framesPerSecond: number;
  readonly position: number;
  readonly count: number;
  /** Whether a frame's image is there; one that is late is waited for. */
  readonly isReady: (position: number) => boolean;
  readonly onFrame: (position: number) => void;
  readonly onEnd: () => void;
}

const waitMs = 40;
/** A frame whose image does not come is not waited for longer. */
const longestWaitMs = 1500;

/** Turns the frames at the given rate up to the last one. */
export function usePlaying(options: PlayingOptions): void {
  const { isPlaying, framesPerSecond, position } = options;
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    if (!isPlaying) return;
    let waitedMs = 0;
    let timer: ReturnType<typeof setTimeout>;
    const turn = () => {
      const { count, isReady, onFrame, onEnd } = latest.current;
      if (position + 1 >= count) return onEnd();
      if (isReady(position + 1) || waitedMs >= longestWaitMs) return onFrame(position + 1);
      waitedMs += waitMs;
      timer = setTimeout(turn, waitMs);
    };
    timer = setTimeout(turn, 1000 / framesPerSecond);
    return () => clearTimeout(timer);
  }, [isPlaying, framesPerSecond, position]);
}
