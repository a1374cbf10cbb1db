/** Runs detectors over measured series: which entities each one checks, what it found, and what failed. */
import type { AnnotationSeverity } from '../contract.js';
import {
  type Detection,
  type Detector,
  type DetectorEntity,
  type FlagLevel,
  flagTerms,
  type Hit,
  severityOf,
} from './detectors/detector.js';
import { asEntity, type DetectorParams } from './detectors/judgeable.js';
import type { Series } from './series.js';

/** One flag of one entity by one detector, with all frames that it holds for. */
export interface Flag {
  readonly detector: Detector;
  /** Id of the subject, video or experiment. */
  readonly entity: string;
  readonly term: string;
  readonly severity: AnnotationSeverity;
  /** Frame numbers, rising; null: the entity itself. */
  readonly frames: readonly number[] | null;
  /** One for each frame, or one for the entity. */
  readonly hits: readonly Hit[];
}

export interface ClearEntity {
  readonly detector: Detector;
  readonly entity: string;
}

export interface DetectorSummary {
  readonly detector: Detector;
  /** Frames for detectors of frames, else subjects, videos or experiments. */
  readonly checked: number;
  readonly detected: number;
  /** Of the checked ones, those that could not be judged: unreadable, or the detector threw. */
  readonly failed: number;
  /** Why, one sentence each. */
  readonly failures: readonly string[];
}

/** Value and limit of one detector over the frames of one subject, for the figure. */
export interface DetectorCurve {
  readonly detector: Detector;
  readonly subject: string;
  readonly values: Float64Array;
  readonly limits: Float64Array;
}

export interface FlagResult {
  readonly flags: readonly Flag[];
  /** Entities that a detector looked at as a whole without setting its flag. */
  readonly clear: readonly ClearEntity[];
  readonly summaries: readonly DetectorSummary[];
  readonly curves: readonly DetectorCurve[];
}

/**
 * Runs each detector over its entities. A detector that throws on an entity, or returns a flag that its level does
 * not allow, fails for this entity and harms no other. Subjects without the measures that it needs are not checked.
 * @param entities ids of frames, subjects, videos or experiments to check; empty: all
 */
export function detectFlags(
  detectors: readonly Detector[],
  allSeries: readonly Series[],
  params: DetectorParams,
  entities: readonly string[],
): FlagResult {
  const chosen = new Set(entities);
  const result = { flags: [] as Flag[], clear: [] as ClearEntity[], curves: [] as DetectorCurve[] };
  const summaries = detectors.map((detector): DetectorSummary => {
    const total = { checked: 0, detected: 0, failed: 0 };
    const failures: string[] = [];
    const measured = allSeries.filter(({ measures }) => detector.needs.every((name) => measures[name]));
    for (const entity of entitiesOf(detector.level, measured, params)) {
      const checked = checkedFrames(detector.level, entity, chosen);
      const count = checked.filter(Boolean).length;
      if (count === 0) continue;
      total.checked += count;
      try {
        const { flags, curve } = checkEntity(detector, entity, checked, params);
        result.flags.push(...flags);
        if (flags.length === 0 && count === checked.length)
          result.clear.push({ detector, entity: entity.id });
        if (curve) result.curves.push({ detector, subject: entity.id, ...curve });
        total.detected += new Set(flags.flatMap(({ hits }) => hits.map(({ index }) => index))).size;
        total.failed += unmeasured(detector, entity, checked);
      } catch (error) {
        total.failed += count;
        failures.push(`${detector.title} failed for ${entity.id}: ${messageOf(error)}`);
      }
    }
    return { detector, ...total, failures };
  });
  return { ...result, summaries };
}

/** @param checked which frames count, or whether the entity does. @throws Error whatever the detector throws */
function checkEntity(
  detector: Detector,
  entity: DetectorEntity,
  checked: readonly boolean[],
  params: DetectorParams,
): { readonly flags: Flag[]; readonly curve: Detection['curve'] } {
  const { hits, curve } = run(detector, entity, params);
  const counted = hits.filter(({ index }) => checked[index ?? 0]);
  return { flags: flagsOf(detector, entity, counted, params), curve };
}

function run(detector: Detector, entity: DetectorEntity, params: DetectorParams): Detection {
  const detection = detector.detect(entity, params[detector.name]);
  const allowed = flagTerms[detector.level];
  const foreign = detection.hits.find(({ term }) => !allowed.includes(term));
  if (foreign === undefined) return detection;
  throw new Error(
    `it returned the flag ${foreign.term}, but a ${detector.level} can have ${allowed.join(', ')} only.`,
  );
}

/** All entities of a level, in the order of their ids. */
export function entitiesOf(
  level: FlagLevel,
  allSeries: readonly Series[],
  params: DetectorParams,
): DetectorEntity[] {
  if (level === 'frame' || level === 'subject')
    return allSeries.map((one) => asEntity(one.subject, [one], params));
  const groups = new Map<string, Series[]>();
  for (const one of allSeries) {
    const id = one[level];
    if (id !== null) groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups].map(([id, series]) => asEntity(id, series, params));
}

/** For a detector of frames which of the entity's frames are to be checked; else one value for the entity. */
function checkedFrames(
  level: FlagLevel,
  { id, series }: DetectorEntity,
  chosen: ReadonlySet<string>,
): boolean[] {
  const { subject, video, experiment, names } = series[0]!;
  const above = {
    frame: [subject, video, experiment],
    subject: [id, video, experiment],
    video: [id, experiment],
    experiment: [id],
  };
  const isWhole = chosen.size === 0 || above[level].some((one) => one !== null && chosen.has(one));
  return level === 'frame' ? names.map((name) => isWhole || chosen.has(name)) : [isWhole];
}

/** Checked frames without any value of a measure that the detector needs. */
function unmeasured(
  { level, needs }: Detector,
  { series }: DetectorEntity,
  checked: readonly boolean[],
): number {
  if (level !== 'frame') return 0;
  const { measures } = series[0]!;
  return checked.filter(
    (is, t) => is && needs.every((name) => Number.isNaN(measures[name]?.[t] ?? Number.NaN)),
  ).length;
}

/** One flag for each term, with all its frames. */
function flagsOf(
  detector: Detector,
  entity: DetectorEntity,
  hits: readonly Hit[],
  params: DetectorParams,
): Flag[] {
  const severity = severityOf(detector, params[detector.name]);
  return [...new Set(hits.map(({ term }) => term))].map((term) => {
    const ofTerm = hits.filter((hit) => hit.term === term);
    const numbers = entity.series[0]!.numbers;
    const isWhole = ofTerm.some(({ index }) => index === null);
    const frames = isWhole ? null : ofTerm.map(({ index }) => numbers[index!]!);
    return { detector, entity: entity.id, term, severity, frames, hits: ofTerm };
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
