/**
 * Groups targets of several cameras that show the same particle: in all four cameras first, then in three, then in
 * two. Of groups that share a target the one with the higher score (likeness over distance from the epipolar lines)
 * wins.
 */
import type { Camera } from '../camera/camera.js';
import type { Volume } from '../camera/epipolar.js';
import { type Candidates, findCandidates, type MatchLimits } from './candidates.js';
import type { FlatTargets } from './flat-targets.js';

export interface MatchSettings {
  readonly volume: Volume;
  readonly limits: MatchLimits;
  /** all_cameras: only particles that every camera sees; else also those in fewer, at least two, of them. */
  readonly seenBy: 'all_cameras' | 'any_cameras';
}

/** Groups in their order: for each one place per camera, of the target ordered by x, or -1. */
export interface Matches {
  readonly cameraCount: number;
  readonly places: Int32Array;
  readonly quadruplets: number;
  readonly triplets: number;
  readonly pairs: number;
}

/** Groups under way: places of cameras that take no part are -1. */
interface Groups {
  readonly places: number[][];
  readonly scores: number[];
}

/** One to four cameras; with one camera each target is a group of its own. */
export function matchTargets(
  cameras: readonly Camera[],
  targets: readonly FlatTargets[],
  { volume, limits, seenBy }: MatchSettings,
): Matches {
  const cameraCount = cameras.length;
  if (cameraCount === 1) {
    return {
      cameraCount,
      places: targets[0]!.target.map((_, i) => i),
      quadruplets: 0,
      triplets: 0,
      pairs: 0,
    };
  }
  const lists = pairLists(cameras, targets, volume, limits);
  const taken = targets.map(({ count }) => new Uint8Array(count));
  const chosen: number[][] = [];
  const take = (groups: Groups) => takeBest(groups, taken, chosen);
  const quadruplets = cameraCount === 4 ? take(findQuadruplets(lists, limits.minScore)) : 0;
  const wantsTriplets = cameraCount === 3 || (cameraCount === 4 && seenBy === 'any_cameras');
  const triplets = wantsTriplets ? take(findTriplets(lists, cameraCount, taken, limits.minScore)) : 0;
  const wantsPairs = seenBy === 'any_cameras' || cameraCount === 2;
  const pairs = wantsPairs ? take(findPairs(lists, cameraCount, taken, limits.minScore)) : 0;
  return { cameraCount, places: Int32Array.from(chosen.flat()), quadruplets, triplets, pairs };
}

/** Candidates by the two cameras, the lower first. */
type PairLists = readonly (readonly (Candidates | undefined)[])[];

function pairLists(
  cameras: readonly Camera[],
  targets: readonly FlatTargets[],
  volume: Volume,
  limits: MatchLimits,
): PairLists {
  return cameras.map((from, a) =>
    cameras.map((to, b) =>
      a < b ? findCandidates([from, to], [targets[a]!, targets[b]!], volume, limits) : undefined,
    ),
  );
}

/** Index of `other` among the candidates of target i, or -1. */
function indexOf({ start, other }: Candidates, i: number, wanted: number): number {
  const end = start[i + 1]!;
  for (let at = start[i]!; at < end; at++) if (other[at] === wanted) return at;
  return -1;
}

function findQuadruplets(lists: PairLists, minScore: number): Groups {
  const groups: Groups = { places: [], scores: [] };
  const [l01, l02, l03] = [lists[0]![1]!, lists[0]![2]!, lists[0]![3]!];
  const [l12, l13, l23] = [lists[1]![2]!, lists[1]![3]!, lists[2]![3]!];
  for (let i = 0; i + 1 < l01.start.length; i++) {
    for (let a = l01.start[i]!; a < l01.start[i + 1]!; a++) {
      const p1 = l01.other[a]!;
      for (let b = l02.start[i]!; b < l02.start[i + 1]!; b++) {
        const p2 = l02.other[b]!;
        const d = indexOf(l12, p1, p2);
        if (d < 0) continue;
        for (let c = l03.start[i]!; c < l03.start[i + 1]!; c++) {
          const p3 = l03.other[c]!;
          const e = indexOf(l13, p1, p3);
          if (e < 0) continue;
          const f = indexOf(l23, p2, p3);
          if (f < 0) continue;
          const likeness =
            l01.likeness[a]! +
            l02.likeness[b]! +
            l03.likeness[c]! +
            l12.likeness[d]! +
            l13.likeness[e]! +
            l23.likeness[f]!;
          const distance =
            l01.distance[a]! +
            l02.distance[b]! +
            l03.distance[c]! +
            l12.distance[d]! +
            l13.distance[e]! +
            l23.distance[f]!;
          add(groups, [i, p1, p2, p3], likeness / distance, minScore);
        }
      }
    }
  }
  return groups;
}

function findTriplets(
  lists: PairLists,
  cameraCount: number,
  taken: readonly Uint8Array[],
  minScore: number,
): Groups {
  const groups: Groups = { places: [], scores: [] };
  for (let c0 = 0; c0 < cameraCount - 2; c0++) {
    for (let c1 = c0 + 1; c1 < cameraCount - 1; c1++) {
      for (let c2 = c1 + 1; c2 < cameraCount; c2++) {
        tripletsOf(lists, [c0, c1, c2], cameraCount, taken, minScore, groups);
      }
    }
  }
  return groups;
}

function tripletsOf(
  lists: PairLists,
  [c0, c1, c2]: readonly [number, number, number],
  cameraCount: number,
  taken: readonly Uint8Array[],
  minScore: number,
  groups: Groups,
): void {
  const [l01, l02, l12] = [lists[c0]![c1]!, lists[c0]![c2]!, lists[c1]![c2]!];
  const [taken0, taken1, taken2] = [taken[c0]!, taken[c1]!, taken[c2]!];
  for (let i = 0; i < taken0.length; i++) {
    if (taken0[i]) continue;
    for (let a = l01.start[i]!; a < l01.start[i + 1]!; a++) {
      const p1 = l01.other[a]!;
      if (taken1[p1]) continue;
      for (let b = l02.start[i]!; b < l02.start[i + 1]!; b++) {
        const p2 = l02.other[b]!;
        if (taken2[p2]) continue;
        const d = indexOf(l12, p1, p2);
        if (d < 0) continue;
        const likeness = l01.likeness[a]! + l02.likeness[b]! + l12.likeness[d]!;
        const distance = l01.distance[a]! + l02.distance[b]! + l12.distance[d]!;
        if (!(likeness / distance > minScore)) continue;
        const places = new Array<number>(cameraCount).fill(-1);
        places[c0] = i;
        places[c1] = p1;
        places[c2] = p2;
        add(groups, places, likeness / distance, minScore);
      }
    }
  }
}

/** Only targets with exactly one candidate: with more, two cameras cannot tell which is right. */
function findPairs(
  lists: PairLists,
  cameraCount: number,
  taken: readonly Uint8Array[],
  minScore: number,
): Groups {
  const groups: Groups = { places: [], scores: [] };
  for (let c0 = 0; c0 < cameraCount - 1; c0++) {
    for (let c1 = c0 + 1; c1 < cameraCount; c1++) {
      const { start, other, likeness, distance } = lists[c0]![c1]!;
      for (let i = 0; i + 1 < start.length; i++) {
        const at = start[i]!;
        if (taken[c0]![i] || start[i + 1] !== at + 1 || taken[c1]![other[at]!]) continue;
        const places = new Array<number>(cameraCount).fill(-1);
        places[c0] = i;
        places[c1] = other[at]!;
        add(groups, places, likeness[at]! / distance[at]!, minScore);
      }
    }
  }
  return groups;
}

function add(groups: Groups, places: number[], score: number, minScore: number): void {
  if (!(score > minScore)) return;
  groups.places.push(places);
  groups.scores.push(score);
}

/** Takes groups by falling score whose targets are all free, and returns how many. */
function takeBest({ places, scores }: Groups, taken: readonly Uint8Array[], chosen: number[][]): number {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const before = chosen.length;
  for (const g of order) {
    const group = places[g]!;
    if (group.some((place, camera) => place >= 0 && taken[camera]![place])) continue;
    group.forEach((place, camera) => {
      if (place >= 0) taken[camera]![place] = 1;
    });
    chosen.push(group);
  }
  return chosen.length - before;
}
