/** Particles of one frame with their links, as they are read back in order. */
export interface LinkedFrame {
  readonly frame: number;
  readonly count: number;
  readonly xyzMm: Float64Array;
  readonly previous: Int32Array;
  readonly next: Int32Array;
  readonly measuredCount: number;
}

/** A track as drawn: frame by frame x, y, z in mm. */
export interface DrawnTrack {
  readonly id: number;
  readonly xyzMm: number[];
}

/** Points of drawn tracks that are kept at most; with more, every other track is left out. */
const MOST_POINTS = 40_000;

/**
 * Follows particles from frame to frame: gives each track a number, counts, and keeps some tracks for drawing. Its
 * memory grows with the number of tracks by one number each.
 */
export class TrackFollower {
  links = 0;
  /** Particles that could have had a next one. */
  private candidates = 0;
  private readonly lengths: number[] = [];
  private ids = new Int32Array(0);
  private places = new Float64Array(0);
  private readonly drawn = new Map<number, DrawnTrack>();
  private drawnPoints = 0;
  private stride = 1;

  constructor(private readonly lastFrame: number) {}

  /** Takes the next frame; returns the track of each particle and its step from the frame before, mm (NaN: none). */
  follow(frame: LinkedFrame): { readonly tracks: Int32Array; readonly stepsMm: Float64Array } {
    const tracks = new Int32Array(frame.count);
    const stepsMm = new Float64Array(frame.count);
    for (let i = 0; i < frame.count; i++) {
      const before = frame.previous[i]!;
      const track = before >= 0 ? this.ids[before]! : this.lengths.push(0) - 1;
      tracks[i] = track;
      this.lengths[track]!++;
      stepsMm[i] = before >= 0 ? this.stepMm(frame, i, before) : Number.NaN;
      if (frame.next[i]! >= 0) this.links++;
      this.draw(track, frame.xyzMm, i);
    }
    if (frame.frame < this.lastFrame) this.candidates += frame.count;
    this.ids = tracks;
    this.places = frame.xyzMm.slice();
    return { tracks, stepsMm };
  }

  /** Share of the particles, those of the last frame apart, that have a next one, %. */
  get trackedPercent(): number {
    return this.candidates > 0 ? (100 * this.links) / this.candidates : 0;
  }

  /** Mean number of frames of tracks that have at least two; 0 without any. */
  get meanTrackFrames(): number {
    const linked = this.lengths.filter((length) => length > 1);
    return linked.length > 0 ? linked.reduce((sum, length) => sum + length, 0) / linked.length : 0;
  }

  get trackCount(): number {
    return this.lengths.filter((length) => length > 1).length;
  }

  /** Some of the tracks of at least two frames. */
  get drawnTracks(): DrawnTrack[] {
    return [...this.drawn.values()].filter(({ xyzMm }) => xyzMm.length > 3);
  }

  private stepMm({ xyzMm }: LinkedFrame, i: number, before: number): number {
    return Math.hypot(...[0, 1, 2].map((k) => xyzMm[i * 3 + k]! - this.places[before * 3 + k]!));
  }

  private draw(id: number, xyzMm: Float64Array, i: number): void {
    if (id % this.stride !== 0) return;
    const track = this.drawn.get(id) ?? { id, xyzMm: [] };
    this.drawn.set(id, track);
    track.xyzMm.push(xyzMm[i * 3]!, xyzMm[i * 3 + 1]!, xyzMm[i * 3 + 2]!);
    if (++this.drawnPoints <= MOST_POINTS) return;
    this.stride *= 2;
    for (const other of this.drawn.values()) {
      if (other.id % this.stride === 0) continue;
      this.drawn.delete(other.id);
      this.drawnPoints -= other.xyzMm.length / 3;
    }
  }
}
