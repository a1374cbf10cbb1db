/** What a video is before any frame is decoded: size as shown, frame rate, duration. */
import { access } from 'node:fs/promises';
import type { InputFile } from '../../contract.js';
import { type Fraction, framesPerSecond, parseFraction } from './fraction.js';
import { inputArguments, runTool, type VideoTools } from './run-ffmpeg.js';
import { quoted, unreadable, videoProblem } from './video-problem.js';

export interface VideoFacts {
  /** As shown, after rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** By how much frames are turned to be shown, clockwise: 0, 90, 180 or 270. */
  readonly rotationDeg: number;
  /** Frames a second; the mean where it varies. */
  readonly frameRate: Fraction;
  /** Frames do not follow each other in equal steps: they are resampled to `frameRate`. */
  readonly variableRate: boolean;
  /** null where the file does not say. */
  readonly durationS: number | null;
  readonly codec: string;
}

interface ProbedStream {
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly r_frame_rate?: string;
  readonly avg_frame_rate?: string;
  readonly duration?: string;
  readonly tags?: { readonly rotate?: string };
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

interface Probed {
  readonly streams?: readonly ProbedStream[];
  readonly packets?: readonly { readonly pts_time?: string }[];
  readonly format?: { readonly duration?: string };
}

/** So many packets at the beginning tell whether frames follow in equal steps. */
const probedPackets = 300;

/**
 * Asks ffprobe about the first video stream.
 * @throws ProblemsError: FFMPEG_MISSING, VIDEO_NOT_FOUND, VIDEO_UNREADABLE, NO_VIDEO_STREAM, MISSING_CODEC
 */
export async function probeVideo(
  file: InputFile,
  tools: VideoTools,
  signal: AbortSignal,
): Promise<VideoFacts> {
  await access(file.path).catch(() => {
    throw videoProblem(file, 'VIDEO_NOT_FOUND', {
      message: `${file.name} cannot be read: there is no such file, or it may not be read.`,
      expectation: 'a video file',
      fix: 'Check the path, or upload the file again.',
    });
  });
  const entries = [
    'stream=codec_name,width,height,r_frame_rate,avg_frame_rate,duration:stream_tags=rotate:stream_side_data=rotation',
    'packet=pts_time:format=duration',
  ].join(':');
  const what = ['-select_streams', 'V:0', '-show_entries', entries, '-of', 'json'];
  const some = ['-read_intervals', `%+#${probedPackets}`];
  const args = ['-v', 'error', ...what, ...some, ...inputArguments(file)];
  const { code, said, output } = await runTool(tools.ffprobe, args, file, signal);
  if (code !== 0) throw unreadable(file, said);
  return readFacts(file, JSON.parse(output) as Probed, said);
}

function readFacts(file: InputFile, { streams, packets, format }: Probed, said: string): VideoFacts {
  const stream = streams?.[0];
  if (stream === undefined) {
    throw videoProblem(file, 'NO_VIDEO_STREAM', {
      message: `${file.name} has no pictures in it${quoted(said)}.`,
      expectation: 'a file with a video stream',
      fix: 'Choose the video itself and not its sound track or subtitles.',
    });
  }
  const codec = stream.codec_name ?? 'unknown';
  if (codec === 'unknown') throw missingCodec(file, codec);
  const shown = parseFraction(stream.r_frame_rate);
  const mean = parseFraction(stream.avg_frame_rate) ?? shown;
  const { width, height } = stream;
  if (!width || !height || mean === null) throw unreadable(file, said);
  const steady = shown !== null && Math.abs(framesPerSecond(shown) / framesPerSecond(mean) - 1) < 0.01;
  const rotationDeg = rotationOf(stream);
  const isTurned = rotationDeg % 180 === 90;
  const seconds = Number(stream.duration ?? format?.duration);
  return {
    widthPx: isTurned ? height : width,
    heightPx: isTurned ? width : height,
    rotationDeg,
    // The mean of a steady rate suffers from rounded time stamps; the rate itself is exact.
    frameRate: steady ? shown : mean,
    variableRate: !isEven(packets ?? []),
    durationS: seconds > 0 ? seconds : null,
    codec,
  };
}

/** The display matrix of ffprobe turns anticlockwise, the older tag clockwise. */
function rotationOf({ side_data_list, tags }: ProbedStream): number {
  const matrix = side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(tags?.rotate ?? 0) : -matrix;
  return (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360;
}

/** Whether each step is within 40 % of the median one: file formats round time stamps to milliseconds at worst. */
function isEven(packets: readonly { readonly pts_time?: string }[]): boolean {
  const times = packets.map(({ pts_time }) => Number(pts_time)).filter(Number.isFinite);
  times.sort((a, b) => a - b);
  // The last packets read may lack those shown before them.
  const steps = times.slice(1, -8).map((time, i) => time - times[i]!);
  const median = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return median === undefined || steps.every((step) => Math.abs(step - median) <= 0.4 * median);
}

/** The installed ffmpeg cannot decode this. */
export function missingCodec(file: InputFile, codec: string): Error {
  return videoProblem(file, 'MISSING_CODEC', {
    message: `${file.name} is coded as ${codec}, which the installed ffmpeg cannot decode.`,
    value: codec,
    expectation: 'a codec that ffmpeg decodes, such as H.264, HEVC or MJPEG',
    fix: 'Install an ffmpeg with that codec, or convert the video to H.264 (MP4).',
  });
}
