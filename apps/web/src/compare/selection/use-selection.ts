'use client';
import { useCallback, useEffect, useState } from 'react';

/** The settings the reader has selected, shared by table, effect plot and heatmap. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Selects exactly these; nothing when they are selected already. */
  readonly select: (keys: readonly string[]) => void;
  readonly clear: () => void;
}

const none: ReadonlySet<string> = new Set();

/** Esc clears, unless a menu or a field has used the key already. */
export function useSelection(): Selection {
  const [keys, setKeys] = useState(none);
  const clear = useCallback(() => setKeys(none), []);
  const select = useCallback((next: readonly string[]) => {
    setKeys((now) => (now.size === next.length && next.every((key) => now.has(key)) ? none : new Set(next)));
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) clear();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [clear]);
  return { keys, select, clear };
}
