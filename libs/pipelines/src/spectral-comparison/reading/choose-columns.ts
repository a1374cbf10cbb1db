import type { ColumnFacts } from './column-facts.js';
import { isSideQuantity, xNameIn, xUnitIn, yNameIn } from './headings.js';
import { TOLD_REASON } from './told.js';

/** Which columns are what, and what that rests on. */
export interface ColumnChoice {
  readonly x: ColumnFacts;
  readonly xConfidence: number;
  readonly xBecause: string;
  /** At least one. */
  readonly ys: readonly ColumnFacts[];
  readonly yConfidence: number;
  readonly yBecause: string;
  /** Columns of y that belong to another x column and were left out. */
  readonly withOtherX: readonly ColumnFacts[];
}

/** Chooses x by name, order and spacing, then the y columns; null where no column can be x or none is left for y. */
export function chooseColumns(
  columns: readonly ColumnFacts[],
  told: { readonly x: number | null; readonly ys: readonly number[] | null },
): ColumnChoice | null {
  const usable = columns.filter(({ numbers }) => numbers > 0);
  const chosen = told.x === null ? chooseX(usable) : toldX(usable, told.x);
  if (chosen === null) return null;
  const others = usable.filter(({ index }) => index !== chosen.x.index);
  const y = told.ys === null ? chooseYs(others, chosen.x) : toldYs(others, told.ys);
  return y.ys.length === 0 ? null : { ...chosen, ...y };
}

type XChoice = Pick<ColumnChoice, 'x' | 'xConfidence' | 'xBecause'>;
type YChoice = Pick<ColumnChoice, 'ys' | 'yConfidence' | 'yBecause' | 'withOtherX'>;

function toldX(columns: readonly ColumnFacts[], index: number): XChoice | null {
  const x = columns.find((column) => column.index === index);
  return x === undefined ? null : { x, xConfidence: 1, xBecause: TOLD_REASON };
}

function toldYs(others: readonly ColumnFacts[], indexes: readonly number[]): YChoice {
  const ys = others.filter(({ index }) => indexes.includes(index));
  return { ys, yConfidence: 1, yBecause: TOLD_REASON, withOtherX: [] };
}

function chooseX(columns: readonly ColumnFacts[]): XChoice | null {
  const rated = columns
    .map((x) => ({ x, score: rateAsX(x) }))
    .sort((a, b) => b.score - a.score || a.x.index - b.x.index);
  const best = rated[0];
  if (best === undefined) return null;
  const { x, score } = best;
  const isNamed = x.name !== null && isXName(x.name);
  // Two axes by name are no contest: either is right.
  const second = rated.slice(1).find(({ x: { name } }) => !(isNamed && name !== null && isXName(name)));
  const margin = score - (second?.score ?? score - 3);
  const certainty = isNamed && x.monotone > 0.9 ? 0.97 : isNamed ? 0.85 : x.monotone > 0.98 ? 0.88 : 0.5;
  const xConfidence = margin >= 1 ? certainty : Math.min(certainty, 0.6);
  return { x, xConfidence, xBecause: explainX(x, isNamed) };
}

function isXName(name: string): boolean {
  return xNameIn(name) !== null || (xUnitIn(name) !== null && yNameIn(name) === null);
}

/** Points for being the x axis: a name says most, then order, spacing, range and place. */
function rateAsX(column: ColumnFacts): number {
  let score = rateXName(column.name);
  if (column.isConstant) score -= 5;
  score += column.monotone > 0.98 ? 2 : column.monotone > 0.9 ? 1 : -2;
  if (column.isRegular) score += 1;
  if (column.isCount) score -= 2;
  const range = column.max / Math.max(column.min, 1e-9);
  if (column.min > 0 && column.max < 50_000 && range > 1.02) score += 0.5;
  if (column.index === 0) score += 0.5;
  return score;
}

function rateXName(name: string | null): number {
  if (name === null) return 0;
  const quantity = xNameIn(name);
  if (quantity === 'wavenumber') return 5;
  if (quantity !== null) return 4;
  if (isSideQuantity(name)) return -3;
  if (yNameIn(name) !== null) return -4;
  return xUnitIn(name) === null ? 0 : 4;
}

function explainX(x: ColumnFacts, isNamed: boolean): string {
  const order = `${x.isRising ? 'rise' : 'fall'} in ${Math.round(x.monotone * 100)} % of the steps`;
  const steps = x.isRegular ? ' and are evenly spaced' : '';
  const range = `, from ${x.min} to ${x.max}`;
  return isNamed
    ? `Its heading names an x axis; its values ${order}${steps}${range}.`
    : `Its values ${order}${steps}${range}.`;
}

function chooseYs(others: readonly ColumnFacts[], x: ColumnFacts): YChoice {
  const { own, withOtherX } = splitByAxis(others, x);
  const candidates = own.filter((column) => !(column.name !== null && isXName(column.name)));
  const plausible = candidates.filter(
    (column) =>
      !(column.name !== null && isSideQuantity(column.name)) && !column.isCount && !isAxisLike(column),
  );
  const named = candidates.filter(
    ({ name }) => name !== null && yNameIn(name) !== null && !isSideQuantity(name),
  );
  // A, T and R are quantities, but beside other headings rather the first, twentieth and eighteenth sample.
  const areSamples = named.every(({ name }) => isSymbol(name)) && plausible.length > named.length;
  if (named.length > 0 && !areSamples) {
    const yBecause =
      named.length === 1
        ? 'Its heading names a measured quantity.'
        : `${named.length} headings name a measured quantity.`;
    return { ys: named, yConfidence: 0.95, yBecause, withOtherX };
  }
  const ys = plausible.length > 0 ? plausible : candidates;
  return { ys, ...explainYs(ys, plausible.length > 0), withOtherX };
}

/** Whether a heading is a single letter. */
export function isSymbol(name: string | null): boolean {
  return name !== null && name.trim().length === 1;
}

/** Without a name a column that runs evenly one way is rather a second axis or a clock than a measurement. */
function isAxisLike(column: ColumnFacts): boolean {
  return column.name === null && column.monotone > 0.98 && column.isRegular && column.numbers > 10;
}

function explainYs(
  ys: readonly ColumnFacts[],
  isPlausible: boolean,
): Pick<YChoice, 'yConfidence' | 'yBecause'> {
  if (!isPlausible) return { yConfidence: 0.5, yBecause: 'It is the only other column of numbers.' };
  if (ys.length === 1)
    return { yConfidence: 0.9, yBecause: 'It is the only other column that looks measured.' };
  const hasNames = ys.every(({ name }) => name !== null);
  const yBecause = `${ys.length} other columns look measured${hasNames ? ' and have headings of their own' : ''}.`;
  return { yConfidence: hasNames ? 0.85 : 0.7, yBecause };
}

/** Columns behind a second x axis belong to that one (x, y, x, y …), unless the axes stand side by side. */
function splitByAxis(
  others: readonly ColumnFacts[],
  x: ColumnFacts,
): { own: readonly ColumnFacts[]; withOtherX: readonly ColumnFacts[] } {
  const second = others.find(
    (column) => column.index > x.index + 1 && column.name !== null && isXName(column.name),
  );
  const between = others.filter(
    ({ index, name }) =>
      second !== undefined && index > x.index && index < second.index && !(name !== null && isXName(name)),
  );
  if (second === undefined || between.length === 0) return { own: others, withOtherX: [] };
  return {
    own: others.filter(({ index }) => index < second.index),
    withOtherX: others.filter(({ index, name }) => index > second.index && !(name !== null && isXName(name))),
  };
}
