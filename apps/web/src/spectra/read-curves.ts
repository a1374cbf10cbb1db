/** The tables of spectra that jobs leave: the first column is x with its unit in the heading, the others are curves. */

export interface Curves {
  /** `Wavenumber (cm⁻¹)`. */
  readonly xTitle: string;
  /** By convention wavenumbers are drawn from high to low. */
  readonly isReversed: boolean;
  readonly x: readonly number[];
  readonly curves: readonly { readonly name: string; readonly y: readonly number[] }[];
}

const xTitles: Readonly<Record<string, { readonly xTitle: string; readonly isReversed: boolean }>> = {
  'wavenumber_cm-1': { xTitle: 'Wavenumber (cm⁻¹)', isReversed: true },
  'raman_shift_cm-1': { xTitle: 'Raman shift (cm⁻¹)', isReversed: false },
};

/** @returns null where the text is no such table */
export function readCurves(text: string): Curves | null {
  const [head = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const [xHeading = '', ...names] = head.trim().split(',');
  const axis = xTitles[xHeading];
  if (axis === undefined || names.length === 0) return null;
  const rows = lines.map((line) => line.split(',').map(Number));
  const column = (index: number) => rows.map((row) => row[index] ?? Number.NaN);
  return {
    ...axis,
    x: column(0),
    curves: names.map((name, index) => ({ name: titleOf(name), y: column(index + 1) })),
  };
}

function titleOf(heading: string): string {
  const words = heading.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** About as many rows as a reader goes through; evenly thinned out, the last one kept. */
export function thinned<T>(rows: readonly T[], most: number): readonly T[] {
  if (rows.length <= most) return rows;
  const step = (rows.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => rows[Math.round(i * step)]!);
}

/** One sentence on what a chart of the curves shows, for those who do not see it. */
export function findingOf({ curves, x, xTitle }: Curves): string {
  const range = x.length === 0 ? 'no points' : `${x[0]} to ${x.at(-1)}`;
  const highest = curves.map(({ name, y }) => {
    const at = y.reduce((best, value, i) => (value > (y[best] ?? Number.NEGATIVE_INFINITY) ? i : best), 0);
    return `${name} is highest at ${x[at]}`;
  });
  return `${curves.map(({ name }) => name).join(', ')} over ${xTitle}, ${range}. ${highest.join('; ')}.`;
}
