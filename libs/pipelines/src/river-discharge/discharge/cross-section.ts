/**
 * The surveyed cross-section of a river and the water in it: metres throughout, stations along the section, elevations
 * in the datum of the survey. The bed runs straight between surveyed points; two points at one station are a wall.
 */
import type { Problem } from '../../contract.js';

export type Bank = 'left' | 'right';

/** A survey in the order it was walked: stations never go back. */
export interface CrossSection {
  readonly stationsM: Float64Array;
  readonly elevationsM: Float64Array;
  /** The bank from which stations are counted, seen looking downstream. */
  readonly startBank: Bank;
}

/** The water in a section at one level. */
export interface WettedSection {
  readonly section: CrossSection;
  readonly levelM: number;
  /** Station of the water's edge at the start bank, and at the other one. */
  readonly startEdgeM: number;
  readonly endEdgeM: number;
  /** Of the polygon between bed and water, walls included, dry bars left out. */
  readonly areaM2: number;
  /** Of the water surface, dry bars left out. */
  readonly widthM: number;
  /** Length of the bed below water, walls included. */
  readonly wettedPerimeterM: number;
  readonly maxDepthM: number;
}

/** What a level makes of a section: water, or the reasons why there is none. */
export type Wetting =
  | { readonly wetted: WettedSection; readonly problems: readonly [] }
  | { readonly wetted: null; readonly problems: readonly Problem[] };

/**
 * A section from surveyed points in the order they were walked; one walked backwards is turned round, so that stations
 * rise. Problems name the point, counted from 1.
 */
export function readSection(
  points: readonly { readonly stationM: number; readonly elevationM: number }[],
  startBank: Bank = 'left',
): { readonly section: CrossSection | null; readonly problems: readonly Problem[] } {
  const backwards = points.length > 1 && points[0]!.stationM > points.at(-1)!.stationM;
  const ordered = backwards ? [...points].reverse() : points;
  const problems = surveyProblems(ordered, (i) => (backwards ? points.length - i : i + 1));
  if (problems.length > 0) return { section: null, problems };
  const section = {
    stationsM: Float64Array.from(ordered, ({ stationM }) => stationM),
    elevationsM: Float64Array.from(ordered, ({ elevationM }) => elevationM),
    startBank,
  };
  return { section, problems };
}

/**
 * Where the water stands at `levelM`: edges, area and width by the polygon between bed and surface. A level at or below
 * the lowest point, or above the end of a bank, is a problem and not a guess.
 */
export function wetSection(section: CrossSection, levelM: number): Wetting {
  const problems = levelProblems(section, levelM);
  if (problems.length > 0) return { wetted: null, problems };
  let [areaM2, widthM, wettedPerimeterM] = [0, 0, 0];
  let [startEdgeM, endEdgeM] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of wetParts(section, levelM)) {
    const lengthM = part.endM - part.startM;
    areaM2 += (lengthM * (part.startDepthM + part.endDepthM)) / 2;
    widthM += lengthM;
    wettedPerimeterM += Math.hypot(lengthM, part.endDepthM - part.startDepthM);
    startEdgeM = Math.min(startEdgeM, part.startM);
    endEdgeM = Math.max(endEdgeM, part.endM);
  }
  const maxDepthM = levelM - section.elevationsM.reduce((a, b) => Math.min(a, b));
  const wetted = { section, levelM, startEdgeM, endEdgeM, areaM2, widthM, wettedPerimeterM, maxDepthM };
  return { wetted, problems: [] };
}

/** Depth of the water at a station: 0 where the bed is dry or nothing was surveyed, at a wall the deeper side. */
export function depthAt({ section, levelM }: WettedSection, stationM: number): number {
  const { stationsM, elevationsM } = section;
  let bedM = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < stationsM.length; i++) {
    const [from, to] = [stationsM[i]!, stationsM[i + 1]!];
    if (stationM < from || stationM > to) continue;
    const [a, b] = [elevationsM[i]!, elevationsM[i + 1]!];
    bedM = Math.min(bedM, to === from ? Math.min(a, b) : a + ((b - a) * (stationM - from)) / (to - from));
  }
  return Math.max(0, levelM - bedM);
}

/** Depth at a station of the water. */
export type DepthRule = (wetted: WettedSection, stationM: number) => number;

/**
 * Depth as an earlier tool publishes it: the bed between the surveyed points on both sides, of points at one station the
 * last, and so below zero at the top of a wall. Only to compare with its results.
 */
export function publishedDepthAt({ section, levelM }: WettedSection, stationM: number): number {
  const { stationsM, elevationsM } = section;
  const after = stationsM.findIndex((at) => at > stationM);
  if (after < 0) return levelM - elevationsM.at(-1)!;
  if (after === 0) return levelM - elevationsM[0]!;
  const [a, b] = [elevationsM[after - 1]!, elevationsM[after]!];
  const share = (stationM - stationsM[after - 1]!) / (stationsM[after]! - stationsM[after - 1]!);
  return levelM - (a + share * (b - a));
}

interface WetPart {
  readonly startM: number;
  readonly endM: number;
  readonly startDepthM: number;
  readonly endDepthM: number;
}

/** The pieces of bed below water between neighbouring points, cut where the bed comes out of it. */
function* wetParts({ stationsM, elevationsM }: CrossSection, levelM: number): Generator<WetPart> {
  for (let i = 0; i + 1 < stationsM.length; i++) {
    let [startM, endM] = [stationsM[i]!, stationsM[i + 1]!];
    let [startDepthM, endDepthM] = [levelM - elevationsM[i]!, levelM - elevationsM[i + 1]!];
    if (startDepthM <= 0 && endDepthM <= 0) continue;
    const crossingM = startM + ((endM - startM) * startDepthM) / (startDepthM - endDepthM || 1);
    if (startDepthM < 0) [startM, startDepthM] = [crossingM, 0];
    if (endDepthM < 0) [endM, endDepthM] = [crossingM, 0];
    yield { startM, endM, startDepthM, endDepthM };
  }
}

function surveyProblems(
  points: readonly { readonly stationM: number; readonly elevationM: number }[],
  numberOf: (index: number) => number,
): Problem[] {
  if (points.length < 3) {
    const value = `${points.length} points`;
    return [sectionProblem('SECTION_TOO_SHORT', 'The cross-section has too few points', value, 'at least 3')];
  }
  const problems: Problem[] = [];
  points.forEach(({ stationM, elevationM }, i) => {
    const value = `station ${stationM} m, elevation ${elevationM} m`;
    const point = `Point ${numberOf(i)} of the cross-section`;
    if (!Number.isFinite(stationM) || !Number.isFinite(elevationM)) {
      problems.push(sectionProblem('SECTION_NOT_A_NUMBER', `${point} is not a number`, value, 'two numbers'));
    } else if (i > 0 && stationM < points[i - 1]!.stationM) {
      const expectation = `a station of at least ${points[i - 1]!.stationM} m, that of its neighbour`;
      problems.push(sectionProblem('SECTION_GOES_BACK', `${point} goes back along it`, value, expectation));
    }
  });
  return problems;
}

function levelProblems({ stationsM, elevationsM, startBank }: CrossSection, levelM: number): Problem[] {
  const value = `${levelM} m`;
  if (!Number.isFinite(levelM)) {
    return [levelProblem('LEVEL_NOT_A_NUMBER', 'The water level is not a number', value, 'metres')];
  }
  const lowestM = elevationsM.reduce((a, b) => Math.min(a, b));
  if (levelM <= lowestM) {
    const message = `The water level is not above the lowest point of the bed (${lowestM} m): the section is dry`;
    return [levelProblem('LEVEL_BELOW_BED', message, value, `more than ${lowestM} m`)];
  }
  const otherBank: Bank = startBank === 'left' ? 'right' : 'left';
  const ends = [
    [startBank, stationsM[0]!, elevationsM[0]!],
    [otherBank, stationsM.at(-1)!, elevationsM.at(-1)!],
  ] as const;
  return ends
    .filter(([, , topM]) => levelM > topM)
    .map(([bank, stationM, topM]) => {
      const overM = (levelM - topM).toFixed(3);
      const message = `The water level is ${overM} m above the survey's end at the ${bank} bank (station ${stationM} m)`;
      return levelProblem('LEVEL_ABOVE_SURVEY', message, value, `at most ${topM} m there`);
    });
}

const levelFix =
  'Check unit and datum of the water level against the survey; extend the survey where the water truly stood higher.';

function levelProblem(code: string, message: string, value: string, expectation: string): Problem {
  const place = { parameter: 'water_surface_elevation' };
  return { code, severity: 'error', message, place, value, expectation, fix: levelFix };
}

function sectionProblem(code: string, message: string, value: string, expectation: string): Problem {
  const fix = 'Correct the table of the cross-section: station and elevation, from one bank to the other.';
  return {
    code,
    severity: 'error',
    message,
    place: { parameter: 'cross_section' },
    value,
    expectation,
    fix,
  };
}
