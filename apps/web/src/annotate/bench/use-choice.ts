'use client';
import { useCallback, useEffect, useState } from 'react';
import { placeFrom, placeSearch } from '../address/place';
import {
  cleared,
  extendedTo,
  type FrameChoice,
  firstFrame,
  movedTo,
  pickedFrames,
  toggledAt,
} from '../selection/selection';

export interface ChoiceActions {
  readonly move: (position: number) => void;
  readonly moveBy: (by: number) => void;
  readonly extend: (position: number) => void;
  readonly extendBy: (by: number) => void;
  readonly toggle: (position: number) => void;
  readonly pick: (positions: readonly number[]) => void;
  readonly clear: () => void;
}

/** The frame in sight and the chosen ones; begins where the address says and keeps it up to date. */
export function useChoice(numbers: readonly number[], kind: string): readonly [FrameChoice, ChoiceActions] {
  const [choice, setChoice] = useState<FrameChoice>(() => startOf(numbers));
  const count = numbers.length;
  const frame = numbers[choice.current] ?? null;
  useEffect(() => {
    // Not at every frame while it plays: browsers refuse too many changes of the address.
    const timer = setTimeout(() => {
      const path = window.location.pathname;
      window.history.replaceState(null, '', `${path}${placeSearch({ frame, kind })}`);
    }, 300);
    return () => clearTimeout(timer);
  }, [frame, kind]);
  const actions: ChoiceActions = {
    move: useCallback((position) => setChoice((now) => movedTo(now, position, count)), [count]),
    moveBy: useCallback((by) => setChoice((now) => movedTo(now, now.current + by, count)), [count]),
    extend: useCallback((position) => setChoice((now) => extendedTo(now, position, count)), [count]),
    extendBy: useCallback((by) => setChoice((now) => extendedTo(now, now.current + by, count)), [count]),
    toggle: useCallback((position) => setChoice((now) => toggledAt(now, position)), []),
    pick: useCallback((positions) => setChoice((now) => pickedFrames(now, positions)), []),
    clear: useCallback(() => setChoice(cleared), []),
  };
  return [choice, actions];
}

function startOf(numbers: readonly number[]): FrameChoice {
  const { frame } = placeFrom(new URLSearchParams(window.location.search));
  const position = frame === null ? 0 : numbers.findIndex((number) => number >= frame);
  return { ...firstFrame, current: Math.max(0, position) };
}
