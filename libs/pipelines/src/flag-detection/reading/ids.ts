/** What the id of a frame or a subject says: `20240411_A01_e01_s0005` is frame 5 of subject `20240411_A01_e01`. */

export interface FrameId {
  readonly subject: string;
  readonly number: number;
  /** The id itself: the file name without its ending. */
  readonly name: string;
}

const divided = /^(.*?[^_.-])[_.-](?:s|t|f|frame[_-]?)?(\d{1,9})$/i;
const joined = /^([^_.-]*[A-Za-z])(\d{1,9})$/;
const subjectId = /^(.+)_([A-Z]\d{2})(?:_e\d+)?$/;

/** The frame of an image file; null where the name ends in no number or holds nothing before it. */
export function frameOfFile(fileName: string): FrameId | null {
  const name = fileName.replace(/\.[^.]*$/, '');
  const match = divided.exec(name) ?? joined.exec(name);
  return match === null ? null : { subject: match[1]!, number: Number(match[2]), name };
}

/** The id that a row of a table has where no file names the frame. */
export function frameName(subject: string, number: number): string {
  return `${subject}_s${String(number).padStart(4, '0')}`;
}

/** Video and experiment of a subject; nulls where its id does not follow `<experiment>_<well>[_e<number>]`. */
export function parentsOf(subject: string): {
  readonly video: string | null;
  readonly experiment: string | null;
} {
  const match = subjectId.exec(subject);
  return match === null
    ? { video: null, experiment: null }
    : { video: `${match[1]}_${match[2]}`, experiment: match[1]! };
}
