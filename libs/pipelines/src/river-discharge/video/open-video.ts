import { readFile, stat } from 'node:fs/promises';
import type { InputFile } from '../../contract.js';
import { probeVideo, type VideoFacts } from './probe-video.js';
import {
  checkCount,
  checkWindow,
  type FrameSelection,
  type FramesRead,
  type GreyFrame,
  readFrames,
} from './read-frames.js';
import type { VideoTools } from './run-ffmpeg.js';
import { unreadable, videoProblem } from './video-problem.js';
import { readY4mFrames, readY4mLayout } from './y4m.js';

/** A video whose frames can be read, as often as wanted. */
export interface Video {
  readonly file: InputFile;
  readonly facts: VideoFacts;
  /** As `readFrames`. */
  frames(selection: FrameSelection, signal: AbortSignal): AsyncGenerator<GreyFrame, FramesRead>;
}

/** No container of a video is smaller. */
const smallestBytes = 512;

/**
 * Opens a video: uncompressed ones (.y4m) directly, all others through ffmpeg.
 * @throws ProblemsError as `probeVideo`
 */
export async function openVideo(file: InputFile, tools: VideoTools, signal: AbortSignal): Promise<Video> {
  const found = await stat(file.path).catch(() => null);
  if (found === null) {
    throw videoProblem(file, 'VIDEO_NOT_FOUND', {
      message: `${file.name} cannot be read: there is no such file.`,
      expectation: 'a video file',
      fix: 'Check the path, or upload the file again.',
    });
  }
  if (found.size < smallestBytes)
    throw unreadable(file, (await readFile(file.path)).length === 0 ? 'the file is empty' : '');
  const layout = await readY4mLayout(file);
  if (layout === null) {
    const facts = await probeVideo(file, tools, signal);
    return { file, facts, frames: (selection, abort) => readFrames(file, facts, selection, tools, abort) };
  }
  return {
    file,
    facts: layout.facts,
    async *frames(selection, abort) {
      checkWindow(file, layout.facts, selection);
      const read = yield* readY4mFrames(file, layout, selection, abort);
      checkCount(file, read.frames);
      return read;
    },
  };
}
