/** Reads again what `comparisonCsv` wrote, for charts that hold many of them. */

/** Below a job's output folder. */
export const comparisonTable = 'comparison.csv';
/** Before what the values are, in the title of that table. */
export const comparedTitle = 'Both spectra as compared: ';

/** Points of a curve, ascending in x; as many x as y. */
export interface ThinCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface ComparedCurves {
  readonly technique: 'infrared' | 'raman';
  readonly baseline: ThinCurve;
  readonly sample: ThinCurve;
  /** In the table, of each curve. */
  readonly points: number;
}

const techniques: Readonly<Record<string, ComparedCurves['technique']>> = {
  'wavenumber_cm-1': 'infrared',
  'raman_shift_cm-1': 'raman',
};

/**
 * Both spectra of a table of compared curves.
 * @param mostPoints of each curve, at least 4
 * @returns null where the text is no such table
 */
export function readComparedCurves(text: string, mostPoints: number): ComparedCurves | null {
  const lines = text.split('\n');
  const [xHeading = '', first, second] = lines[0]?.trim().split(',') ?? [];
  const technique = techniques[xHeading];
  if (technique === undefined || first !== 'baseline' || second !== 'sample') return null;
  const rows = lines.slice(1).filter((line) => line !== '');
  const [x, baseline, sample] = [0, 0, 0].map(() => new Float64Array(rows.length));
  rows.forEach((row, i) => {
    const cells = row.split(',', 3);
    [x!, baseline!, sample!].forEach((column, k) => {
      column[i] = Number(cells[k]);
    });
  });
  if ([x!, baseline!, sample!].some((column) => !column.every(Number.isFinite))) return null;
  const thin = (y: Float64Array) => thinned(x!, y, mostPoints);
  return { technique, baseline: thin(baseline!), sample: thin(sample!), points: rows.length };
}

/**
 * Of each of many equal parts the lowest and the highest point, so that no band loses its top; both ends stay.
 * All points where there are no more than `most`.
 */
export function thinned(x: Float64Array, y: Float64Array, most: number): ThinCurve {
  const places = x.length <= most ? null : extremes(y, Math.floor((most - 2) / 2));
  const pick = (values: Float64Array, digits: number) =>
    (places === null ? Array.from(values) : places.map((place) => values[place]!)).map((value) =>
      Number(value.toPrecision(digits)),
    );
  return { x: pick(x, 7), y: pick(y, 5) };
}

function extremes(y: Float64Array, parts: number): number[] {
  const last = y.length - 1;
  const places = new Set([0]);
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * y.length) / parts);
    const to = Math.floor(((part + 1) * y.length) / parts);
    let [low, high] = [from, from];
    for (let place = from + 1; place < to; place++) {
      if (y[place]! < y[low]!) low = place;
      if (y[place]! > y[high]!) high = place;
    }
    places.add(Math.min(low, high)).add(Math.max(low, high));
  }
  return [...places.add(last)];
}
