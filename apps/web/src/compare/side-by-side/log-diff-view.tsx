import type { DiffLine, FoldedLines } from './log-diff';
import classes from './side-by-side.module.css';

const signs = { both: ' ', a: 'A', b: 'B' } as const;

/** Lines with the side that says them; equal runs are folded. */
export function LogDiff({ lines }: { readonly lines: readonly (DiffLine | FoldedLines)[] }) {
  if (lines.length === 0) return <p className={classes.nothing}>Neither job wrote a log.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={classes.log} aria-label="Differences of the logs" tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <Line key={index} line={line} />
      ))}
    </section>
  );
}

function Line({ line }: { readonly line: DiffLine | FoldedLines }) {
  if (line.side === 'folded') {
    return (
      <div className={classes.foldedLines}>
        {line.count === 1 ? '1 equal line' : `${line.count} equal lines`}
      </div>
    );
  }
  return (
    <div className={classes.line} data-side={line.side}>
      <span className={classes.sign}>{signs[line.side]}</span>
      <span>
        {line.text}
        {line.other !== undefined && <span className={classes.other}>{`\n${line.other}`}</span>}
      </span>
    </div>
  );
}
