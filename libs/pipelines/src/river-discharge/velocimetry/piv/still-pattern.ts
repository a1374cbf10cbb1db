/**
 * What stands still in a window, without what moves. Taking off the correlation of the mean windows would take off a part
 * of the moving pattern as well, since means of a video are not without it, and the more so the nearer to no displacement:
 * displacements would come out too large. So only pieces of time are compared between which the pattern has left the window.
 */
import { emptySpectrum, powerOfTwoFrom, type Spectrum } from '../fft.js';
import type { CorrelationSum } from './correlate-windows.js';

type PieceSum = Pick<CorrelationSum, 'pairs' | 'first' | 'second'>;

/** Pieces of time that lie so close together that they may share moving pattern. */
export interface NearPieces {
  /** Sum over the products of all such pieces, each with itself included. */
  readonly shared: Spectrum;
  /** Pairs of frames times pairs of frames in it. */
  pairs: number;
  readonly recent: readonly PieceSum[];
}

/** A piece is near to so many before it, and after it. */
const nearPieces = 3;

/** Where fewer of all products are far enough apart, all are used: few are noisier than they are right. */
const leastFar = 0.2;

export function noPieces(windowPx: number): NearPieces {
  return {
    shared: emptySpectrum(powerOfTwoFrom(2 * windowPx), powerOfTwoFrom(2 * windowPx)),
    pairs: 0,
    recent: [],
  };
}

/** With a further piece; `into` is changed and must not be used again, unless it is copied first. */
export function addNearPiece(into: NearPieces, piece: PieceSum): NearPieces {
  const { shared, recent } = into;
  addProduct(shared, piece.first, piece.second);
  let pairs = into.pairs + piece.pairs ** 2;
  for (const former of recent) {
    addProduct(shared, former.first, piece.second);
    addProduct(shared, piece.first, former.second);
    pairs += 2 * piece.pairs * former.pairs;
  }
  const { first, second } = piece;
  return { shared, pairs, recent: [{ pairs: piece.pairs, first, second }, ...recent].slice(0, nearPieces) };
}

export function copyOfPieces({ shared, pairs, recent }: NearPieces): NearPieces {
  return { shared: { ...shared, re: shared.re.slice(), im: shared.im.slice() }, pairs, recent };
}

/** Cross-spectrum of what stands still, for one pair of frames. @param near null: of too short a time to be told apart */
export function stillSpectrum({ pairs, first, second }: PieceSum, near: NearPieces | null): Spectrum {
  const still = emptySpectrum(first.rows, first.columns);
  addProduct(still, first, second);
  const all = pairs ** 2;
  const isTold = near !== null && all - near.pairs >= leastFar * all;
  const count = isTold ? all - near.pairs : all;
  for (let i = 0; i < still.re.length; i++) {
    still.re[i] = (still.re[i]! - (isTold ? near.shared.re[i]! : 0)) / count;
    still.im[i] = (still.im[i]! - (isTold ? near.shared.im[i]! : 0)) / count;
  }
  return still;
}

/** Adds the conjugate of the one times the other. */
function addProduct({ re, im }: Spectrum, a: Spectrum, b: Spectrum): void {
  for (let i = 0; i < re.length; i++) {
    re[i]! += a.re[i]! * b.re[i]! + a.im[i]! * b.im[i]!;
    im[i]! += a.re[i]! * b.im[i]! - a.im[i]! * b.re[i]!;
  }
}
