'use client';
import { useHotkeys } from '@mantine/hooks';
import type { RefObject } from 'react';

/**
 * j and k move the focus to the next and the former row of a table, x calls `onToggle` with the id of the row that
 * has the focus. Rows carry `data-job`; keys typed into a field do not count.
 */
export function useRowKeys(
  body: RefObject<HTMLTableSectionElement | null>,
  onToggle: (id: string) => void,
): void {
  const rows = () => [...(body.current?.querySelectorAll<HTMLElement>('tr[data-job]') ?? [])];
  const focused = () => document.activeElement?.closest<HTMLElement>('tr[data-job]') ?? null;
  const move = (step: 1 | -1) => {
    const all = rows();
    const now = focused();
    const at = now === null ? -1 : all.indexOf(now);
    const next = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.querySelector<HTMLElement>('a')?.focus();
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    [
      'x',
      () => {
        const id = focused()?.dataset.job;
        if (id !== undefined) onToggle(id);
      },
    ],
  ]);
}
