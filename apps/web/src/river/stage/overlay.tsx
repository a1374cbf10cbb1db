import type { Pixel } from '../draft/draft';
import classes from './stage.module.css';

export interface OverlayProps {
  readonly sectionLine: readonly (readonly number[])[];
  readonly searchLines: readonly {
    readonly station: number;
    readonly pixels: readonly (readonly number[])[];
  }[];
  readonly searchWindows: OverlayProps['searchLines'];
  readonly region: readonly Pixel[];
}

/** The section, where velocities are looked for, and the region of interest, as the camera sees them. */
export function Overlay({ sectionLine, searchLines, searchWindows, region }: OverlayProps) {
  return (
    <>
      {region.length > 0 && <polygon className={classes.line} data-of="region" points={pointsOf(region)} />}
      {searchLines.map(({ station, pixels }) => (
        <polyline key={station} className={classes.line} data-of="search" points={pointsOf(pixels)} />
      ))}
      {searchWindows.map(({ pixels }) => (
        <polygon key={pixels.join()} className={classes.line} data-of="search" points={pointsOf(pixels)} />
      ))}
      <polyline className={classes.line} data-of="section" points={pointsOf(sectionLine)} />
    </>
  );
}

const pointsOf = (pixels: readonly (readonly number[])[]) => pixels.map((pixel) => pixel.join()).join(' ');
