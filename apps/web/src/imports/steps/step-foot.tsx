import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from '../imports.module.css';

export interface StepFootProps {
  /** Where it goes on. */
  readonly label: string;
  readonly onNext: () => void;
  readonly isBusy?: boolean;
  readonly children?: ReactNode;
}

/** Below each step: a remark and the way on. */
export function StepFoot({ label, onNext, isBusy = false, children }: StepFootProps) {
  return (
    <div className={classes.foot}>
      <div>{children}</div>
      <Button rightSection={<IconArrowRight size={16} aria-hidden />} onClick={onNext} loading={isBusy}>
        {label}
      </Button>
    </div>
  );
}
