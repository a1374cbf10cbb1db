import type { Camera } from '../camera/camera.js';
import { emptyTargets } from '../detection/targets.js';
import { createTracker, type FrameWindow, stepForward } from './forward-step.js';
import type { TrackingLimits } from './limits.js';
import { type TrackFrame, trackFrame } from './track-frame.js';
import type { TrackedSpace } from './tracked-space.js';

/** What one step, from its frame to the next, has found. */
export interface TrackingStep {
  readonly frame: number;
  readonly particles: number;
  readonly particlesNext: number;
  readonly links: number;
  readonly lost: number;
  readonly added: number;
}

export interface SequenceTracking {
  readonly cameras: readonly Camera[];
  readonly limits: TrackingLimits;
  readonly space: TrackedSpace;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Particles of a frame as measured. */
  read(frame: number): Promise<TrackFrame>;
  /** Is given each frame, in order, when its links are final. */
  write(frame: TrackFrame): Promise<void>;
  /** Is told each step; may throw to stop. */
  onStep(step: TrackingStep): void;
}

/**
 * Links all frames from the first to the last, with four of them in memory.
 *
 * Beyond the last frame the last step looks at the frame that has left the window, two before: so the last links
 * compare with established results.
 */
export async function trackSequence(job: SequenceTracking): Promise<void> {
  const { cameras, firstFrame, lastFrame } = job;
  const tracker = createTracker(cameras, job.limits, job.space);
  const none = () =>
    trackFrame(
      Number.NaN,
      new Float64Array(0),
      new Int32Array(0),
      cameras.map(() => emptyTargets(0)),
    );
  const read = async (frame: number) => (frame <= lastFrame ? await job.read(frame) : none());
  let window: FrameWindow = [
    none(),
    await read(firstFrame),
    await read(firstFrame + 1),
    await read(firstFrame + 2),
  ];
  for (let frame = firstFrame; frame < lastFrame; frame++) {
    const { links, added } = stepForward(tracker, window);
    const [leaving, current, next, following] = window;
    const particles = current.count;
    job.onStep({ frame, particles, particlesNext: next.count, links, lost: particles - links, added });
    await job.write(current);
    window = [current, next, following, frame + 3 <= lastFrame ? await read(frame + 3) : leaving];
  }
  await job.write(window[1]);
}
