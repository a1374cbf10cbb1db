/** Flags as annotations: one statement for each entity and term, with what was measured. */
import type { PipelineAnnotation } from '../contract.js';
import type { JsonObject } from '../json.js';
import type { ClearEntity, Flag } from './detect-flags.js';
import type { FlagLevel, Hit } from './detectors/detector.js';
import { runsOf } from './series.js';

/** The kinds that the default vocabulary has for flags. */
const kindOfLevel: Readonly<Record<FlagLevel, string>> = {
  frame: 'flag',
  subject: 'subject_flag',
  video: 'video_flag',
  experiment: 'experiment_flag',
};

/** Frames of a whole video are images, and its gaps are gaps of the video. */
const kindOfVideo: Readonly<Partial<Record<FlagLevel, string>>> = {
  frame: 'image_flag',
  subject: 'video_flag',
};

/** @param isVideo whether the flag's entity is a video, not one embryo in it */
export function annotationOf(flag: Flag, isVideo: boolean): PipelineAnnotation {
  return {
    subject: flag.entity,
    frames: flag.frames === null ? null : runsOf(flag.frames),
    kind: kindOf(flag.detector.level, isVideo),
    value: flag.term,
    severity: flag.severity,
    note: noteOf(flag),
    detail: detailOf(flag),
  };
}

/** Ends what an earlier job said of the entity and the detector's flag. */
export function withdrawalOf({ detector, entity }: ClearEntity, isVideo: boolean): PipelineAnnotation {
  return { subject: entity, frames: [], kind: kindOf(detector.level, isVideo), value: detector.term };
}

function kindOf(level: FlagLevel, isVideo: boolean): string {
  return (isVideo ? kindOfVideo[level] : undefined) ?? kindOfLevel[level];
}

function noteOf({ detector, hits }: Flag): string {
  const said = hits.flatMap(({ note }) => (note === undefined ? [] : [note]));
  if (said.length > 0) return said.join(' ');
  const { title, unit } = detector.measured;
  const withUnit = (text: string) => (unit === '1' ? text : `${text} ${unit}`);
  return `${title}: ${withUnit(rangeText(hits.map(({ value }) => value)))} (limit ${withUnit(rangeText(hits.map(({ limit }) => limit)))}).`;
}

function rangeText(values: readonly number[]): string {
  const [low, high] = [numberText(Math.min(...values)), numberText(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** Three digits, which is more than a threshold deserves. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function detailOf({ detector, frames, hits }: Flag): JsonObject {
  const { name, level, measured } = detector;
  const values = hits.map(
    ({ value, limit }: Hit, i): JsonObject => ({
      ...(frames !== null && { frame: frames[i]! }),
      value: Number(value.toPrecision(6)),
      limit: Number(limit.toPrecision(6)),
    }),
  );
  return {
    auto_generated: true,
    detector: name,
    level,
    measured: measured.title,
    unit: measured.unit,
    values,
  };
}
