import type { ReactNode } from 'react';

export interface LegendEntryProps {
  readonly text: string;
  readonly width?: number;
  /** Shapes in a box of `width` × 14. */
  readonly children: ReactNode;
}

/** One mark of a chart and what it means; an entry of a list. */
export function LegendEntry({ text, width = 14, children }: LegendEntryProps) {
  return (
    <li>
      <svg width={width} height={14} aria-hidden="true">
        {children}
      </svg>
      {text}
    </li>
  );
}
