import { titleWithUnit, withUnit } from '@/formatting/numbers';
import classes from './charts.module.css';
import { scaleGradient } from './color-scale';

export interface ColorLegendProps {
  readonly title: string;
  readonly unit: string;
  /** Lowest and highest value as texts without unit. */
  readonly min: string;
  readonly max: string;
  /** The end of the scale that is better. */
  readonly better: 'min' | 'max';
}

/** What the colours of a sequential scale mean: its ends with their unit, and which end is better. */
export function ColorLegend({ title, unit, min, max, better }: ColorLegendProps) {
  return (
    <p className={`${classes.legend} numeric`}>
      <span>{titleWithUnit(title, unit)}</span>
      <span>
        {withUnit(min, unit)}
        {better === 'min' && ' (better)'}
      </span>
      <span className={classes.gradient} style={{ background: scaleGradient }} aria-hidden />
      <span>
        {withUnit(max, unit)}
        {better === 'max' && ' (better)'}
      </span>
    </p>
  );
}
