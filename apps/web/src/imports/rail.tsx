import { UnstyledButton } from '@mantine/core';
import classes from './imports.module.css';
import { type ImportStep, importSteps } from './progress';

const titles: Readonly<Record<ImportStep, string>> = {
  source: 'Source',
  sheet: 'Sheet and header',
  columns: 'Match columns',
  check: 'Check and fix',
  review: 'Review',
};

export interface RailProps {
  readonly current: ImportStep;
  /** A few words on what was decided or found in a step. */
  readonly notes: Partial<Readonly<Record<ImportStep, string>>>;
  /** Null while there is nothing to go to. */
  readonly onStep: ((step: ImportStep) => void) | null;
}

/** The five steps; each can be gone back to, and nothing is lost by that. */
export function Rail({ current, notes, onStep }: RailProps) {
  return (
    <nav aria-label="Steps of the import" className={classes.rail}>
      <ol>
        {importSteps.map((step, index) => (
          <li key={step}>
            <UnstyledButton
              className={classes.railStep}
              data-current={step === current || undefined}
              aria-current={step === current ? 'step' : undefined}
              disabled={onStep === null && step !== current}
              onClick={() => onStep?.(step)}
            >
              <span className={classes.railNumber}>{index + 1}</span>
              <span className={classes.railText}>
                <span className={classes.railTitle}>{titles[step]}</span>
                {notes[step] && <span className={classes.railNote}>{notes[step]}</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}
