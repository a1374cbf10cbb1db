/** From the tables of compared spectra of several jobs to curves over one axis. */
import { readFile } from 'node:fs/promises';
import { canonicalJson } from '@batchyard/domain';
import type { ArtifactRecord, BlobStore, JobRecord } from '@batchyard/persistence';
import {
  type ComparedCurves,
  comparedTitle,
  comparisonTable,
  readComparedCurves,
} from '@batchyard/pipelines';

/** More are not told apart in one chart. */
export const mostSamples = 30;
/** Of each curve: about as many as a wide screen has pixels. */
const mostPoints = 1000;
/** About 100,000 points; larger ones are for the page of their job. */
const mostBytes = 4 * 1024 * 1024;

/** A table as read, with what it was made from. */
export interface ReadSample {
  readonly job: JobRecord;
  /** What the values are, with unit. */
  readonly yTitle: string;
  readonly curves: ComparedCurves;
}

export interface UnreadSample {
  readonly job: JobRecord;
  readonly reason: string;
}

/** Reads the table of one job. @param artifacts of the job */
export async function readSample(
  job: JobRecord,
  artifacts: readonly ArtifactRecord[],
  blobs: BlobStore,
): Promise<ReadSample | UnreadSample> {
  const table = artifacts.find(({ path }) => path === comparisonTable);
  if (table === undefined) return { job, reason: 'Its job left no table of spectra.' };
  if (table.sizeBytes > mostBytes) {
    return { job, reason: 'It has too many points to be drawn with others; its job shows it.' };
  }
  const text = await readFile(blobs.pathOf(table.sha256), 'utf8').catch(() => null);
  if (text === null) return { job, reason: 'Its table of spectra is no longer stored.' };
  const curves = readComparedCurves(text, mostPoints);
  if (curves === null) return { job, reason: 'Its table of spectra cannot be read.' };
  const yTitle = table.title.startsWith(comparedTitle) ? table.title.slice(comparedTitle.length) : 'Value';
  return { job, yTitle, curves };
}

/** Samples that share both axes with the first one, their baselines, and those that do not. */
export interface Overlay {
  readonly samples: readonly (ReadSample & { readonly baseline: number })[];
  readonly baselines: readonly { readonly name: string; readonly curve: ComparedCurves['baseline'] }[];
  readonly leftOut: readonly UnreadSample[];
}

export function overlayOf(read: readonly (ReadSample | UnreadSample)[]): Overlay {
  const samples: (ReadSample & { baseline: number })[] = [];
  const leftOut: UnreadSample[] = [];
  const baselines = new Map<string, { name: string; curve: ComparedCurves['baseline']; place: number }>();
  for (const one of read) {
    const first = samples[0];
    if ('reason' in one) leftOut.push(one);
    else if (first !== undefined && !sharesAxes(one, first)) {
      leftOut.push({
        job: one.job,
        reason: `Its values are ${one.yTitle}, those of the others ${first.yTitle}.`,
      });
    } else samples.push({ ...one, baseline: addBaseline(baselines, one) });
  }
  return { samples, leftOut, baselines: [...baselines.values()] };
}

function sharesAxes(a: ReadSample, b: ReadSample): boolean {
  return a.yTitle === b.yTitle && a.curves.technique === b.curves.technique;
}

/** Jobs of one file and the same parameters have one baseline; that of the widest overlap is drawn. @returns its place */
function addBaseline(
  baselines: Map<string, { name: string; curve: ComparedCurves['baseline']; place: number }>,
  { job, curves }: ReadSample,
): number {
  const [file] = job.inputs.baseline ?? [];
  const key = `${file?.sha256} ${canonicalJson(job.params)}`;
  const known = baselines.get(key);
  const curve =
    known !== undefined && widthOf(known.curve) >= widthOf(curves.baseline) ? known.curve : curves.baseline;
  const place = known?.place ?? baselines.size;
  baselines.set(key, { name: file?.name ?? 'baseline', curve, place });
  return place;
}

function widthOf({ x }: ComparedCurves['baseline']): number {
  return (x.at(-1) ?? 0) - (x[0] ?? 0);
}
