/** Where the cells of a sweep lie on disk, and which of them are already computed. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, type EarlyStopping, type MetricStep, type PlannedJob } from '@batchyard/domain';
import type { JobResult } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import { readResult, writeJson } from '../job/output-folder.js';

/** A job result with what identifies its cell. */
export interface CellResult extends JobResult {
  readonly cellKey: string;
  readonly label: string;
  /** What it reported on its way of the metric by which poor cells are stopped. */
  readonly steps?: { readonly metric: string; readonly values: readonly MetricStep[] };
  /** Present where it was ended on its way, for doing worse than others. */
  readonly stoppedEarly?: { readonly rule: EarlyStopping; readonly reason: string };
}

/** Whether a cell ended without a result, other than its design asks for. */
export function isFailed({ state, stoppedEarly }: Pick<CellResult, 'state' | 'stoppedEarly'>): boolean {
  return state !== 'succeeded' && state !== 'skipped' && stoppedEarly === undefined;
}

const designFileName = 'design.json';
const folderPattern = /^\d+-([0-9a-f]{12})$/;

/** Position, so that folders sort as the plan does, and the start of the key, so that a changed plan cannot mix them up. */
export function cellFolder(outputDir: string, job: PlannedJob): string {
  return path.join(outputDir, `${String(job.position + 1).padStart(5, '0')}-${shortKey(job.cellKey)}`);
}

function shortKey(cellKey: string): string {
  return cellKey.slice(0, 12);
}

/** @throws UsageError unless the folder is new, empty, or that of a sweep */
export function openSweepFolder(outputDir: string, spec: unknown): void {
  const isSweep = existsSync(path.join(outputDir, designFileName));
  if (!isSweep && existsSync(outputDir) && readdirSync(outputDir).length > 0) {
    throw new UsageError(
      `--output ${outputDir} is not empty and holds no sweep. Give a new folder, or that of a sweep to go on with.`,
    );
  }
  mkdirSync(outputDir, { recursive: true });
  writeJson(path.join(outputDir, designFileName), spec);
}

/**
 * Results of cells that succeeded before, or were stopped early by this very rule, by cell key; their folders are
 * renamed where the plan moved them.
 */
export function reuseCells(
  outputDir: string,
  jobs: readonly PlannedJob[],
  rule?: EarlyStopping,
): Map<string, CellResult> {
  const folders = new Map<string, string>();
  for (const name of readdirSync(outputDir)) {
    const key = folderPattern.exec(name)?.[1];
    if (key !== undefined) folders.set(key, path.join(outputDir, name));
  }
  const reused = new Map<string, CellResult>();
  for (const job of jobs) {
    const found = folders.get(shortKey(job.cellKey));
    const result = found === undefined ? null : readResult<CellResult>(found);
    if (found === undefined || result?.cellKey !== job.cellKey || !isKept(result, rule)) continue;
    const wanted = cellFolder(outputDir, job);
    if (found !== wanted) renameSync(found, wanted);
    reused.set(job.cellKey, { ...result, label: job.label });
  }
  return reused;
}

function isKept({ state, stoppedEarly }: CellResult, rule: EarlyStopping | undefined): boolean {
  if (state === 'succeeded') return true;
  return (
    rule !== undefined &&
    stoppedEarly !== undefined &&
    canonicalJson(stoppedEarly.rule) === canonicalJson(rule)
  );
}

/** An empty folder for a cell that is computed now; what a failed or interrupted try left is removed. */
export function freshCellFolder(outputDir: string, job: PlannedJob): string {
  const folder = cellFolder(outputDir, job);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}
