/** Velocities along search lines from a video of any length: memory is that of one block of frames. */
import type { JobContext } from '../contract.js';
import { sampleFrame } from './rectification/sampling.js';
import { planOfLines, type SearchLine } from './search-lines.js';
import {
  type LineRejection,
  type LineSettings,
  type LineVelocity,
  lineRejectionText,
  measureLine,
} from './velocimetry/measure-line.js';
import {
  createSpaceTimeStack,
  type SpaceTimeImage,
  type SpaceTimeStack,
} from './velocimetry/space-time-image.js';
import type { Video } from './video/open-video.js';
import { expectedFrames, type FrameSelection, timeStepS } from './video/read-frames.js';

/** Frames measured together; what a longer video has is averaged over blocks. */
const blockFrames = 1000;
/** A last block shorter than this is measured with the one before. */
const shortestBlock = 250;

export interface MeasuredLine {
  readonly line: SearchLine;
  /** Along the line, downstream positive; null with a reason. */
  readonly velocityMps: number | null;
  readonly uncertaintyMps: number | null;
  readonly reason: string | null;
  /** Of the first block, for figures. */
  readonly first: { readonly image: SpaceTimeImage; readonly velocity: LineVelocity };
}

export interface MeasuredVideo {
  readonly lines: readonly MeasuredLine[];
  readonly frames: number;
  readonly intervalS: number;
  /** The first frame. */
  readonly frame: Uint8Array;
  readonly complaint: string | null;
}

interface Block {
  readonly frames: number;
  readonly velocities: readonly LineVelocity[];
}

/** Reads all frames of a selection and measures every line; enters the stage `velocimetry` when all are read. */
export async function measureVideo(
  video: Video,
  lines: readonly SearchLine[],
  selection: FrameSelection,
  settings: LineSettings & { readonly spacingM: number },
  { signal, progress, stage }: Pick<JobContext<unknown>, 'signal' | 'progress' | 'stage'>,
): Promise<MeasuredVideo> {
  const intervalS = timeStepS(video.facts, selection);
  const plan = planOfLines(lines, video.facts);
  const row = new Float32Array(plan.offsets.length);
  const expected = expectedFrames(video.facts, selection);
  const counts = lines.map(({ pixels }) => pixels.length);
  const newStack = (frames: number) =>
    createSpaceTimeStack(counts, { spacingM: settings.spacingM, intervalS }, frames);
  let stack = newStack(Math.min(expected ?? blockFrames, blockFrames));
  const blocks: Block[] = [];
  let images: SpaceTimeImage[] | null = null;
  let first: Uint8Array | null = null;
  const measure = async () => {
    images ??= lines.map((_, i) => stack.image(i));
    blocks.push(await measureBlock(stack, settings, signal));
  };
  const frames = video.frames(selection, signal);
  let next = await frames.next();
  for (; !next.done; next = await frames.next()) {
    const { index, pixels } = next.value;
    first ??= pixels.slice();
    const isTail = expected !== null && expected - index < shortestBlock;
    if (stack.frames >= blockFrames && !isTail) {
      await measure();
      stack = newStack(blockFrames);
    }
    sampleFrame(plan, pixels, row);
    stack.add(row);
    if (index % 10 === 0) progress(index / (expected ?? index + blockFrames));
  }
  stage('velocimetry');
  await measure();
  const { frames: count, complaint } = next.value;
  return { lines: combine(lines, blocks, images!), frames: count, intervalS, frame: first!, complaint };
}

/** Lets others have a turn between lines, so that an abort is heard. */
async function measureBlock(
  stack: SpaceTimeStack,
  settings: LineSettings,
  signal: AbortSignal,
): Promise<Block> {
  const velocities: LineVelocity[] = [];
  for (let line = 0; line < stack.lines; line++) {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    velocities.push(measureLine(stack.image(line), settings));
  }
  return { frames: stack.frames, velocities };
}

function combine(
  lines: readonly SearchLine[],
  blocks: readonly Block[],
  images: readonly SpaceTimeImage[],
): MeasuredLine[] {
  return lines.map((line, i) => {
    const parts = blocks.map(({ frames, velocities }) => ({ frames, ...velocities[i]! }));
    return {
      line,
      ...meanOfBlocks(parts),
      first: { image: images[i]!, velocity: blocks[0]!.velocities[i]! },
    };
  });
}

/** Mean weighted by frames, where more than half of them were accepted. */
function meanOfBlocks(
  parts: readonly (LineVelocity & { readonly frames: number })[],
): Pick<MeasuredLine, 'velocityMps' | 'uncertaintyMps' | 'reason'> {
  const framesOf = (some: typeof parts) => some.reduce((sum, { frames }) => sum + frames, 0);
  const accepted = parts.filter(({ velocityMps }) => velocityMps !== null);
  const total = framesOf(accepted);
  if (total * 2 <= framesOf(parts)) {
    const why = parts.find(({ rejection }) => rejection !== null)?.rejection as LineRejection;
    return { velocityMps: null, uncertaintyMps: null, reason: lineRejectionText[why] };
  }
  const mean = (of: (part: (typeof parts)[number]) => number) =>
    accepted.reduce((sum, part) => sum + part.frames * of(part), 0) / total;
  const isKnown = accepted.every(({ uncertaintyMps }) => uncertaintyMps !== null);
  const variance = mean(({ uncertaintyMps, frames }) => ((uncertaintyMps ?? 0) ** 2 * frames) / total);
  return {
    velocityMps: mean(({ velocityMps }) => velocityMps!),
    uncertaintyMps: isKnown ? Math.sqrt(variance) : null,
    reason: null,
  };
}
