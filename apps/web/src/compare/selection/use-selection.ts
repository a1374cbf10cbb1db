'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ComparisonData } from '../queries';
import type { Brush, CompareView } from '../view/url-state';
import { selectedKeys, shortKey } from './keys';

/** The settings the reader has selected, shared by all panels. */
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
  const select = useCallback(
    (next: readonly string[]) =>
      replace(keys.size === next.length && next.every((key) => keys.has(key)) ? [] : next),
    [keys, replace],
  );
  const toggle = useCallback(
    (key: string) => replace(keys.has(key) ? [...keys].filter((entry) => entry !== key) : [...keys, key]),
    [keys, replace],
  );
  const brush = useCallback<Selection['brush']>(
    (id, range) => {
      setLarge(null);
      const others = brushes.filter((entry) => entry.id !== id);
      change({ selected: [], brushes: range === null ? others : [...others, { id, ...range }] });
    },
    [brushes, change],
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
