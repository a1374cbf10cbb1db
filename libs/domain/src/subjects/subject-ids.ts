/** Names of subjects and frames in the two conventions that labs use. */

export type SubjectIdKind = 'experiment' | 'video' | 'image' | 'embryo' | 'snip';

/** The parts of a name; those that a name of the kind does not have are null. */
export interface SubjectId {
  readonly kind: SubjectIdKind;
  readonly experiment: string;
  /** Name of the video, with the experiment. */
  readonly video: string | null;
  /** Name of the embryo, with the video. */
  readonly embryo: string | null;
  readonly frameNumber: number | null;
}

/**
 * Reads a name. Never throws; null where it is no name of the kind.
 * @param kind what the name is said to be; without it, whatever it can be
 */
export function parseSubjectId(name: string, kind?: SubjectIdKind): SubjectId | null {
  throw new Error(`not yet ${name} ${kind}`);
}

/** The frame number that a name of a frame ends with (`…_s0005`, `…_t012`, `img 7`), or null. */
export function frameNumberOf(name: string): number | null {
  throw new Error(`not yet ${name}`);
}

/** Orders names as people do: `s9` before `s10`, whatever the number of digits. */
export function compareNatural(a: string, b: string): number {
  throw new Error(`not yet ${a} ${b}`);
}
