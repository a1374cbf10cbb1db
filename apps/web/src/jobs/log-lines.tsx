'use client';
import { useEffect, useRef } from 'react';
import { formatClock } from '@/formatting/time';
import classes from './jobs.module.css';
import type { LogLine } from './queries';

export interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly label: string;
  /** Keep the newest line in sight. */
  readonly follow?: boolean;
  /** The reader scrolled away from the end. */
  readonly onLeave?: () => void;
}

/** Distance from the end in pixels up to which a reader still counts as being there. */
const nearEndPx = 40;

/** Log lines with time and level in a box that scrolls by itself. */
export function LogLines({ lines, label, follow = false, onLeave }: LogLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever lines arrive
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow]);
  const leave = () => {
    const element = box.current;
    if (!follow || element === null) return;
    if (element.scrollHeight - element.scrollTop - element.clientHeight > nearEndPx) onLeave?.();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div ref={box} className={classes.log} role="log" aria-label={label} tabIndex={0} onScroll={leave}>
      {lines.map((line) => (
        <div key={`${line.attempt}.${line.line}`} className={classes.line} data-level={line.level}>
          <time className={classes.at}>{formatClock(line.at)}</time>
          <span className={classes.level}>{line.level}</span>
          <span className={classes.text}>{line.text}</span>
        </div>
      ))}
    </div>
  );
}
