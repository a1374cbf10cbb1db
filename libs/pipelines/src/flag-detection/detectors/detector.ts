/** What a detector is: it judges measured numbers of one entity and returns what it found, without files or state. */
import { z } from 'zod';
import type { AnnotationSeverity } from '../../contract.js';
import type { MeasureName } from '../measuring/measures.js';
import type { Series } from '../series.js';

export type FlagLevel = 'frame' | 'subject' | 'video' | 'experiment';

/** Flags that each level allows; a detector that returns another one has failed. */
export const flagTerms: Readonly<Record<FlagLevel, readonly string[]>> = {
  frame: [
    'MOTION_BLUR',
    'OUT_OF_FOCUS',
    'SATURATED',
    'DARK',
    'EMPTY',
    'OUTLIER_SIZE',
    'POSITION_JUMP',
    'HIGHLY_VAR_MASK',
    'MASK_ON_EDGE',
    'DETECTION_FAILURE',
  ],
  subject: ['MISSING_FRAMES'],
  video: ['NO_EMBRYO', 'NONZERO_SEED_FRAME'],
  experiment: ['INCOMPLETE', 'PROTOCOL_DEVIATION'],
};

/** What a detector is shown at once. */
export interface DetectorEntity {
  /** Of the subject, video or experiment. */
  readonly id: string;
  /** One for detectors of frames and subjects; all of a video or experiment above that. */
  readonly series: readonly Series[];
  /** For each series, 1 where a frame is neither unreadable nor dark nor saturated. */
  readonly exposed: readonly Uint8Array[];
  /** As `exposed`, and not empty: frames whose body can be judged. */
  readonly judgeable: readonly Uint8Array[];
}

export interface Hit {
  /** One of those that the detector's level allows. */
  readonly term: string;
  /** Position in the series for detectors of frames; null: the entity as a whole. */
  readonly index: number | null;
  /** In the detector's unit. */
  readonly value: number;
  readonly limit: number;
  /** Said in place of the general sentence. */
  readonly note?: string;
}

export interface Detection {
  readonly hits: readonly Hit[];
  /** The judged value of each frame for the figure, and where the limit lies; NaN where none was judged. */
  readonly curve?: { readonly values: Float64Array; readonly limits: Float64Array };
}

/** A detector as the registry knows it. */
export interface Detector {
  /** snake_case; also the name of its group of parameters. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly level: FlagLevel;
  /** The flag it sets. */
  readonly term: string;
  /** What `Hit.value` is, with its unit (`1` for a plain number). */
  readonly measured: { readonly title: string; readonly unit: string };
  readonly needs: readonly MeasureName[];
  /** Its thresholds and its `severity`. */
  readonly params: z.ZodObject;
  /** @param params raw: parsed by its own schema */
  detect(entity: DetectorEntity, params: unknown): Detection;
}

const severities = ['info', 'warning', 'error', 'critical'] as const satisfies readonly AnnotationSeverity[];

/**
 * Makes a detector of its declaration: adds `severity` to its parameters and parses them before each call.
 * @param spec `params` are its thresholds; `severity` is the one that is set unless the job says otherwise
 */
export function defineDetector<S extends z.ZodRawShape>(
  spec: Omit<Detector, 'params' | 'detect'> & {
    readonly severity: AnnotationSeverity;
    readonly params: S;
    detect(entity: DetectorEntity, params: z.infer<z.ZodObject<S>>): Detection;
  },
): Detector & { parse(params: unknown): z.infer<z.ZodObject<S>> } {
  const thresholds = z.object(spec.params);
  const severity = z.enum(severities).default(spec.severity).meta({
    title: 'Severity',
    description: 'Severity of the flag.',
  });
  const params = z
    .strictObject({ ...spec.params, severity })
    .meta({ title: spec.title, description: spec.summary });
  const parse = (raw: unknown) => thresholds.parse(raw ?? {});
  return { ...spec, params, parse, detect: (entity, raw) => spec.detect(entity, parse(raw)) };
}

/** The severity that the parameters of a detector ask for. */
export function severityOf(detector: Detector, raw: unknown): AnnotationSeverity {
  return z.object({ severity: z.enum(severities) }).parse(detector.params.parse(raw ?? {})).severity;
}

/** A threshold with its title, unit and meaning. */
export function threshold(
  value: number,
  unit: string,
  title: string,
  description: string,
  [least, most]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
) {
  return z.number().min(least).max(most).default(value).meta({ title, description, unit });
}

/** How many frames on either side a frame is compared with. */
export const windowFrames = z.int().min(2).max(1000).default(7).meta({
  title: 'Neighbours',
  description: 'Judged frames before, and as many after, whose median a frame is compared with.',
  unit: 'frames',
});

/** Hits of one term at the frames that `isHit`, with their value and limit. */
export function hitsWhere(
  term: string,
  { values, limits }: { readonly values: Float64Array; readonly limits: Float64Array },
  isHit: (index: number) => boolean,
): Hit[] {
  return Array.from(values.keys())
    .filter(isHit)
    .map((index) => ({ term, index, value: values[index]!, limit: limits[index]! }));
}
