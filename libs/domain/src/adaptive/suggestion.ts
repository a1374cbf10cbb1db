/** What a method makes of the settings seen so far: where to look, and how promising a place is. */
import type { Point } from './search-space.js';

/** A setting seen, with what it gave: lower is better; null: it failed or is under way, which counts as bad. */
export interface ScoredPoint {
  readonly point: Point;
  readonly score: number | null;
}

export interface Suggestion {
  /** How many points to draw before the most promising one is taken. */
  readonly candidates: number;
  /** A point with all dimensions. */
  draw(random: () => number): Point;
  /** Larger is more promising; comparable between points of one suggestion. */
  promise(point: Point): number;
}
