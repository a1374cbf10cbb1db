'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ComparisonData } from '../queries';
import type { Brush, CompareView } from '../view/url-state';
import { selectedKeys, shortKey } from './keys';

/** The settings the reader has selected, shared by all panels. Its functions stay the same while the page is open. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Selects exactly these; nothing when they are selected already. */
  readonly select: (keys: readonly string[]) => void;
  /** Adds a setting to the selection, or takes it out. */
  readonly toggle: (key: string) => void;
  /** Parts of axes that select what lies in all of them. */
  readonly brushes: readonly Brush[];
  /** Sets or, with null, removes the brush of one axis; replaces what was selected one by one. */
  readonly brush: (id: string, range: Omit<Brush, 'id'> | null) => void;
  readonly clear: () => void;
}

/** More settings would make an address that servers refuse; a selection that large lives until the page is left. */
const mostInAddress = 600;

/** Esc clears, unless a menu or a field has used the key already. */
export function useSelection(
  comparison: ComparisonData,
  view: Pick<CompareView, 'selected' | 'brushes'>,
  change: (part: Partial<CompareView>) => void,
): Selection {
  const [large, setLarge] = useState<ReadonlySet<string> | null>(null);
  const { selected, brushes } = view;
  const keys = useMemo(
    () => large ?? selectedKeys(comparison, { selected, brushes }),
    [large, comparison, selected, brushes],
  );
  const replace = useCallback(
    (next: readonly string[]) => {
      const isLarge = next.length > mostInAddress;
      setLarge(isLarge ? new Set(next) : null);
      change({ selected: isLarge ? [] : next.map(shortKey), brushes: [] });
    },
    [change],
  );
  // Thousands of rows and dots hold these functions: they must not change with each selection.
  const latest = useRef({ keys, brushes });
  useEffect(() => {
    latest.current = { keys, brushes };
  }, [keys, brushes]);
  const select = useCallback(
    (next: readonly string[]) => {
      const { keys: now } = latest.current;
      replace(now.size === next.length && next.every((key) => now.has(key)) ? [] : next);
    },
    [replace],
  );
  const toggle = useCallback(
    (key: string) => {
      const { keys: now } = latest.current;
      replace(now.has(key) ? [...now].filter((entry) => entry !== key) : [...now, key]);
    },
    [replace],
  );
  const brush = useCallback<Selection['brush']>(
    (id, range) => {
      setLarge(null);
      const others = latest.current.brushes.filter((entry) => entry.id !== id);
      change({ selected: [], brushes: range === null ? others : [...others, { id, ...range }] });
    },
    [change],
  );
  const clear = useCallback(() => replace([]), [replace]);
  useClearOnEscape(keys.size > 0 || brushes.length > 0, clear);
  return useMemo(
    () => ({ keys, select, toggle, brushes, brush, clear }),
    [keys, select, toggle, brushes, brush, clear],
  );
}

function useClearOnEscape(isSelected: boolean, clear: () => void): void {
  useEffect(() => {
    if (!isSelected) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) clear();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isSelected, clear]);
}
