import type { Problem } from '../contract.js';
import { nearestName } from '../parameters/nearest.js';
import type { EdgeParam, RigidBodyParams } from './params.js';

/** A pair of positions in the body's list of markers. */
export type IndexPair = readonly [number, number];

/** The topology as it applies to one recording. */
export interface Body {
  readonly name: string;
  readonly markers: readonly string[];
  readonly rigidEdges: readonly IndexPair[];
  readonly displayEdges: readonly IndexPair[];
  readonly softEdges: readonly IndexPair[];
  readonly softDistances: readonly number[] | null;
  readonly passthrough: readonly string[];
}

/**
 * Fits the topology of the parameters to the markers of a recording. Without marker names all markers belong
 * to the body (but those passed through), without edges all pairs are rigid. Adds every problem to `problems`.
 */
export function resolveBody(
  params: RigidBodyParams,
  available: readonly string[],
  problems: Problem[],
): Body {
  const { topology, passthrough_markers: passthrough } = params;
  const named = topology.marker_names.length > 0;
  const markers = named ? topology.marker_names : available.filter((name) => !passthrough.includes(name));
  checkMarkers(markers, named ? 'topology.marker_names' : 'topology', available, problems);
  checkKnown(passthrough, 'passthrough_markers', available, problems);
  passthrough.forEach((name, i) => {
    if (markers.includes(name)) problems.push(overlap(name, `passthrough_markers.${i}`));
  });
  const edges = (list: readonly EdgeParam[], path: string) => resolveEdges(list, path, markers, problems);
  const rigidEdges = topology.rigid_edges
    ? edges(topology.rigid_edges, 'topology.rigid_edges')
    : allPairs(markers.length);
  const softEdges = edges(params.soft_edges, 'soft_edges');
  checkSoftDistances(params, problems);
  return {
    name: topology.name,
    markers,
    rigidEdges,
    displayEdges: topology.display_edges
      ? edges(topology.display_edges, 'topology.display_edges')
      : rigidEdges,
    softEdges,
    softDistances: params.soft_distances,
    passthrough,
  };
}

/** All pairs of n markers. */
export function allPairs(n: number): IndexPair[] {
  const pairs: IndexPair[] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) pairs.push([i, j]);
  return pairs;
}

function checkMarkers(
  markers: readonly string[],
  parameter: string,
  available: readonly string[],
  problems: Problem[],
): void {
  if (parameter === 'topology.marker_names') checkKnown(markers, parameter, available, problems);
  if (markers.length < 3) {
    problems.push({
      code: 'TOO_FEW_MARKERS',
      severity: 'error',
      message: `The body has ${markers.length} markers; its orientation needs at least 3.`,
      place: { parameter },
      value: markers.join(', '),
      expectation: 'at least 3 markers',
      fix: 'Name more markers, or record more.',
    });
  }
}

function checkKnown(
  names: readonly string[],
  path: string,
  available: readonly string[],
  problems: Problem[],
): void {
  names.forEach((name, i) => {
    const parameter = `${path}.${i}`;
    if (names.indexOf(name) < i) {
      problems.push({
        code: 'DUPLICATE_MARKER',
        severity: 'error',
        message: `Marker ${name} is named twice in ${path}.`,
        place: { parameter },
        value: name,
        expectation: 'each marker once',
        fix: 'Remove one of the two.',
      });
    }
    if (available.includes(name)) return;
    const nearest = nearestName(name, available);
    problems.push({
      code: 'UNKNOWN_MARKER',
      severity: 'error',
      message: `The recording has no marker ${name}${nearest ? `; did you mean ${nearest}?` : '.'}`,
      place: { parameter },
      value: name,
      expectation: `one of ${available.slice(0, 40).join(', ')}`,
      fix: nearest ? `Write ${nearest} instead of ${name}.` : `Remove ${name}.`,
    });
  });
}

function overlap(name: string, parameter: string): Problem {
  return {
    code: 'PASSTHROUGH_OVERLAP',
    severity: 'error',
    message: `Marker ${name} belongs to the body and cannot be passed through as well.`,
    place: { parameter },
    value: name,
    expectation: 'markers beside the body',
    fix: `Remove ${name} from passthrough_markers or from topology.marker_names.`,
  };
}

function resolveEdges(
  edges: readonly EdgeParam[],
  path: string,
  markers: readonly string[],
  problems: Problem[],
): IndexPair[] {
  return edges.flatMap((edge, e): IndexPair[] => {
    const ends = edge.map((end, side) => {
      const index = typeof end === 'number' ? end : markers.indexOf(end);
      if (index >= 0 && index < markers.length) return index;
      problems.push(edgeOutOfRange(end, `${path}.${e}.${side}`, markers));
      return -1;
    });
    const [i, j] = [ends[0]!, ends[1]!];
    if (i < 0 || j < 0) return [];
    if (i !== j) return [[i, j]];
    problems.push({
      code: 'SELF_EDGE',
      severity: 'error',
      message: `Edge ${e} of ${path} joins marker ${markers[i]} to itself.`,
      place: { parameter: `${path}.${e}` },
      value: JSON.stringify(edge),
      expectation: 'two different markers',
      fix: 'Correct or remove the edge.',
    });
    return [];
  });
}

function edgeOutOfRange(end: number | string, parameter: string, markers: readonly string[]): Problem {
  const nearest = typeof end === 'string' ? nearestName(end, markers) : null;
  return {
    code: typeof end === 'number' ? 'EDGE_OUT_OF_RANGE' : 'UNKNOWN_MARKER',
    severity: 'error',
    message:
      typeof end === 'number'
        ? `Edge end ${end} is no position in the list of ${markers.length} markers.`
        : `Edge end ${end} is no marker of the body${nearest ? `; did you mean ${nearest}?` : '.'}`,
    place: { parameter },
    value: String(end),
    expectation: `0 to ${markers.length - 1}, or one of ${markers.slice(0, 40).join(', ')}`,
    fix: nearest ? `Write ${nearest}.` : 'Correct or remove the edge.',
  };
}

function checkSoftDistances(params: RigidBodyParams, problems: Problem[]): void {
  const { soft_edges: edges, soft_distances: distances } = params;
  if (distances === null || distances.length === edges.length) return;
  problems.push({
    code: 'SOFT_DISTANCES_COUNT',
    severity: 'error',
    message: `There are ${distances.length} soft distances for ${edges.length} soft edges.`,
    place: { parameter: 'soft_distances' },
    value: `${distances.length} distances`,
    expectation: `${edges.length} distances`,
    fix: 'Give one distance for each soft edge, or none at all.',
  });
}
