import { type InputFile, ProblemsError } from '../../contract.js';

/** What can be wrong with a video, or with the program that reads it. */
export type VideoProblemCode =
  | 'FFMPEG_MISSING'
  | 'VIDEO_NOT_FOUND'
  | 'VIDEO_UNREADABLE'
  | 'VIDEO_INCOMPLETE'
  | 'NO_VIDEO_STREAM'
  | 'MISSING_CODEC'
  | 'VIDEO_TOO_SHORT'
  | 'TIME_OUTSIDE_VIDEO';

export interface VideoProblemText {
  readonly message: string;
  readonly value?: string;
  readonly expectation: string;
  readonly fix: string;
}

/** An error that names the file and is never retried. */
export function videoProblem(file: InputFile, code: VideoProblemCode, text: VideoProblemText): ProblemsError {
  return new ProblemsError([{ code, severity: 'error', place: { file: file.name }, ...text }]);
}

/** The file is there and is no video that can be read. `said` is what ffmpeg said. */
export function unreadable(file: InputFile, said: string): ProblemsError {
  return videoProblem(file, 'VIDEO_UNREADABLE', {
    message: `${file.name} cannot be read as a video: it is damaged, incomplete or no video${quoted(said)}.`,
    expectation: 'a video such as MP4, MOV, AVI or MKV that plays to its end',
    fix: 'Copy the file from the camera again, or convert it with ffmpeg.',
  });
}

/** What a program said first, in brackets, without the path that users do not know. */
export function quoted(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, '').replace(/^\S*\/\S*: /, ''))
    .filter((line) => line.trim() !== '');
  const first = lines.at(0)?.trim().replace(/\.$/, '');
  return first ? ` (ffmpeg says: ${first})` : '';
}
