/** Velocities along search lines from a video of any length: memory is that of one block of frames. */
import { forEachFrame } from './frames-of-video.js';
import type { MeasuredLine, MeasuredVideo, MeasuringContext } from './measure-video.js';
import { sampleFrame } from './rectification/sampling.js';
import { planOfLines, type SearchFan, type SearchLine } from './search-lines.js';
import { clearestLine } from './velocimetry/directions.js';
import {
  type LineRejection,
  type LineSettings,
  type LineVelocity,
  lineRejectionText,
  measureLine,
} from './velocimetry/measure-line.js';
import { createSpaceTimeStack, type SpaceTimeImage } from './velocimetry/space-time-image.js';
import type { Video } from './video/open-video.js';
import { expectedFrames, type FrameSelection, timeStepS } from './video/read-frames.js';

/** Frames measured together; what a longer video has is averaged over blocks of at most so many. */
const mostBlockFrames = 1000;
/** Samples kept of a block: 128 MiB, whatever the number of lines and directions. */
const mostBlockSamples = 32 * 1024 * 1024;
/** Videos are a frame or two longer than they say. */
const spareFrames = 4;

type Settings = LineSettings & { readonly spacingM: number };

/** What a block says of each station. */
interface Block {
  readonly frames: number;
  readonly found: readonly FoundLine[];
}

interface FoundLine {
  readonly line: SearchLine;
  readonly image: SpaceTimeImage;
  readonly velocity: LineVelocity;
}

/** Measures every fan: the direction is found in the first block and kept in the others. */
export async function measureLines(
  video: Video,
  fans: readonly SearchFan[],
  selection: FrameSelection,
  settings: Settings,
  context: MeasuringContext,
): Promise<MeasuredVideo> {
  const intervalS = timeStepS(video.facts, selection);
  const expected = expectedFrames(video.facts, selection);
  const blocks: Block[] = [];
  const newBlock = (of: readonly SearchFan[], framesBefore: number) => {
    const left = expected === null ? null : expected - framesBefore;
    return createBlock(of, video, { spacingM: settings.spacingM, intervalS }, left);
  };
  let block = newBlock(fans, 0);
  const close = async () => {
    const found = await block.measure(settings, context.signal);
    // Images are kept for figures, of the first block only.
    blocks.push({ frames: block.frames, found });
    if (blocks.length > 1) blocks[blocks.length - 1] = withoutImages(blocks.at(-1)!);
  };
  const seen = await forEachFrame(video, selection, context, async (pixels, index) => {
    if (block.isFull) {
      await close();
      block = newBlock(
        blocks[0]!.found.map(({ line }) => [line]),
        index,
      );
    }
    block.add(pixels);
  });
  context.stage('velocimetry');
  await close();
  return { lines: combine(blocks), vectors: [], intervalS, ...seen };
}

const noSamples = new Float32Array(0);

function withoutImages({ frames, found }: Block): Block {
  const image = (of: FoundLine) => ({ ...of.image, samples: noSamples });
  return { frames, found: found.map((each) => ({ ...each, image: image(each) })) };
}

/** Even blocks, none longer than memory allows. @param left frames still to come; null: unknown */
export function framesOfBlock(samplesPerFrame: number, left: number | null): number {
  const most = Math.max(64, Math.min(mostBlockFrames, Math.floor(mostBlockSamples / samplesPerFrame)));
  return left === null ? most : Math.ceil(left / Math.max(1, Math.ceil(left / most))) + spareFrames;
}

function createBlock(
  fans: readonly SearchFan[],
  video: Video,
  step: { readonly spacingM: number; readonly intervalS: number },
  left: number | null,
) {
  const lines = fans.flat();
  const plan = planOfLines(lines, video.facts);
  const row = new Float32Array(plan.offsets.length);
  const frames = framesOfBlock(Math.max(1, row.length), left);
  const counts = lines.map(({ pixels }) => pixels.length);
  const stack = createSpaceTimeStack(counts, step, Math.min(frames, left ?? frames));
  const isLast = left !== null && left <= frames;
  return {
    get frames() {
      return stack.frames;
    },
    /** The last one takes whatever comes. */
    get isFull() {
      return !isLast && stack.frames >= frames - (left === null ? 0 : spareFrames);
    },
    add(pixels: Uint8Array) {
      sampleFrame(plan, pixels, row);
      stack.add(row);
    },
    measure: (settings: Settings, signal: AbortSignal) =>
      measureFans(fans, (line) => stack.image(line), settings, signal),
  };
}

/** Lets others have a turn between stations, so that an abort is heard. */
async function measureFans(
  fans: readonly SearchFan[],
  imageOf: (line: number) => SpaceTimeImage,
  settings: Settings,
  signal: AbortSignal,
): Promise<FoundLine[]> {
  const found: FoundLine[] = [];
  let from = 0;
  for (const fan of fans) {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const first = from;
    const { index, velocity } = clearestLine(fan.length, (i) => measureLine(imageOf(first + i), settings));
    found.push({ line: fan[index]!, image: imageOf(first + index), velocity });
    from += fan.length;
  }
  return found;
}

function combine(blocks: readonly Block[]): MeasuredLine[] {
  return blocks[0]!.found.map((first, i) => {
    const parts = blocks.map(({ frames, found }) => ({ frames, ...found[i]!.velocity }));
    const { line, image, velocity } = first;
    return { line, ...meanOfBlocks(parts), first: { image, velocity } };
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
  const squares = accepted.reduce((sum, part) => sum + (part.frames * (part.uncertaintyMps ?? 0)) ** 2, 0);
  return {
    velocityMps: mean(({ velocityMps }) => velocityMps!),
    uncertaintyMps: isKnown ? Math.sqrt(squares) / total : null,
    reason: null,
  };
}
