/**
 * Names of subjects and frames in the two conventions that labs use. The classic one: experiment `20240411`, video
 * `20240411_A01`, image `20240411_A01_0005`, embryo `20240411_A01_e01`, frame of an embryo (snip)
 * `20240411_A01_e01_0005`. The newer one: experiments may have underscores (`20250624_chem02_28C_T00_1356`), frame
 * numbers a letter (`_t0005` of images, `_s0005` of snips). Both are read from the end.
 */

export const subjectIdKinds = ['snip', 'embryo', 'image', 'video', 'experiment'] as const;
export type SubjectIdKind = (typeof subjectIdKinds)[number];

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

const experiment = String.raw`(\d{8}(?:_[A-Za-z0-9.-]+)*?)`;
const well = '([A-H]\\d{2})';
const patterns: Readonly<Record<SubjectIdKind, RegExp>> = {
  snip: new RegExp(`^${experiment}_${well}_(e\\d{2})_s?(\\d{3,4})$`),
  embryo: new RegExp(`^${experiment}_${well}_(e\\d{2})$`),
  image: new RegExp(`^${experiment}_${well}_(?:t\\d{3}|t?\\d{4})$`),
  video: new RegExp(`^${experiment}_${well}$`),
  experiment: new RegExp(`^${experiment}$`),
};

const examples: Readonly<Record<SubjectIdKind, string>> = {
  experiment: '20240411 or 20250624_chem02_28C',
  video: '20240411_A01',
  image: '20240411_A01_0005 or 20240411_A01_t0005',
  embryo: '20240411_A01_e01',
  snip: '20240411_A01_e01_0005 or 20240411_A01_e01_s0005',
};

/** Names are short; longer ones are not even looked at. */
const maxNameLength = 200;

/**
 * Reads a name. Never throws; null where it is no name of the kind.
 * @param kind what the name is said to be; without it, whatever it is
 */
export function parseSubjectId(name: string, kind?: SubjectIdKind): SubjectId | null {
  if (name.length > maxNameLength) return null;
  // The longest names come first: every video could be an experiment with underscores as well.
  const found = subjectIdKinds.find((each) => patterns[each].test(name));
  if (found === undefined || (kind !== undefined && kind !== found)) return null;
  const [, first = '', place, fish] = patterns[found].exec(name) ?? [];
  const video = place === undefined ? null : `${first}_${place}`;
  const hasFrame = found === 'snip' || found === 'image';
  return {
    kind: found,
    experiment: first,
    video,
    embryo: fish === undefined ? null : `${video}_${fish}`,
    frameNumber: hasFrame ? frameNumberOf(name) : null,
  };
}

/** Why a name is no name of a kind, as a whole sentence with an example; null where it is one. */
export function subjectIdProblem(name: string, kind: SubjectIdKind): string | null {
  if (parseSubjectId(name, kind) !== null) return null;
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  return `${shown} is no name of ${kind === 'video' || kind === 'snip' ? 'a' : 'an'} ${kind}: expected one such as ${examples[kind]}.`;
}

/** The frame number that a name of a frame ends with (`…_s0005`, `…_t012`, `img 7`), or null. */
export function frameNumberOf(name: string): number | null {
  const digits = /(\d{1,15})$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Orders names as people do: `s9` before `s10`, whatever the number of digits. */
export function compareNatural(a: string, b: string): number {
  const [x, y] = [splitNumbers(a), splitNumbers(b)];
  for (let index = 0; index < Math.min(x.length, y.length); index++) {
    const [left, right] = [x[index] as string, y[index] as string];
    const areNumbers = /^\d/.test(left) && /^\d/.test(right);
    const difference = areNumbers ? Number(left) - Number(right) : compareText(left, right);
    if (difference !== 0) return difference;
  }
  return x.length - y.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function splitNumbers(text: string): readonly string[] {
  return text.split(/(\d+)/).filter((part) => part !== '');
}
