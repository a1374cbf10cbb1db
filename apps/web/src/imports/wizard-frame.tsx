import type { ReactNode } from 'react';
import classes from './imports.module.css';

/** The steps on the left, the one at hand beside them. */
export function WizardFrame({ rail, children }: { readonly rail: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={classes.wizard}>
      {rail}
      <div className={classes.step}>{children}</div>
    </div>
  );
}
