import type { JsonObject } from '@batchyard/domain';
import type { InputPatterns } from '../schedules/schedule-record.js';
import type { TargetKey } from '../schedules/target.js';

export interface NewWatchedFolder extends TargetKey {
  readonly name: string;
  /** Name of a share. */
  readonly share: string;
  /** Below the share, with slashes; '' for the share itself. */
  readonly folder: string;
  /** File names with stars; none: every file. */
  readonly patterns: readonly string[];
  readonly recursive: boolean;
  /** A file is complete once one of its name and this ending lies beside it; null: once it no longer changes. */
  readonly doneSuffix: string | null;
  readonly pollS: number;
  /** Unchanged for so long, a file without a mark is complete. */
  readonly stableS: number;
  /** A batch starts when nothing came for so long. */
  readonly quietS: number;
  /** It starts anyway when its first file has waited for so long. */
  readonly longestWaitS: number;
  /** Which input of the pipeline each file is; null: the first one that it needs. */
  readonly input: string | null;
  /** Files of the project for the other inputs. */
  readonly inputs: InputPatterns;
  readonly options: JsonObject;
}

export interface WatchedFolderRecord extends NewWatchedFolder {
  readonly id: string;
  readonly projectId: string;
  readonly input: string;
  readonly isPaused: boolean;
  readonly lookedAt: Date | null;
  /** Since when it cannot be read. */
  readonly awaySince: Date | null;
  /** What keeps files from being taken, or batches from starting. */
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly createdById: string | null;
}

export const watchedFolderStatuses = ['paused', 'unwatched', 'away', 'blocked', 'watching'] as const;
/** `unwatched`: no worker looks, although one should. */
export type WatchedFolderStatus = (typeof watchedFolderStatuses)[number];

export const watchedFileStates = ['arriving', 'waiting', 'started', 'same_content', 'refused'] as const;
export type WatchedFileState = (typeof watchedFileStates)[number];

export interface WatchedFileRecord {
  readonly id: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly state: WatchedFileState;
  readonly sha256: string | null;
  readonly fileId: string | null;
  readonly batchId: string | null;
  readonly jobId: string | null;
  /** Why it cannot be read or was refused, or which file it equals. */
  readonly note: string | null;
  readonly foundAt: Date;
  readonly takenAt: Date | null;
}

export const watchedFolderColumns = `w.id, w.project_id as "projectId", w.name, w.share, w.folder, w.patterns, w.recursive,
  w.done_suffix as "doneSuffix", w.poll_s as "pollS", w.stable_s as "stableS", w.quiet_s as "quietS",
  w.longest_wait_s as "longestWaitS", w.design_id as "designId", w.template_id as "templateId",
  w.template_version as "templateVersion", w.input, w.inputs, w.options, w.is_paused as "isPaused",
  w.looked_at as "lookedAt", w.away_since as "awaySince", w.problem, w.created_at as "createdAt",
  w.created_by as "createdById"`;

export const watchedFileColumns = `f.id, f.path, f.size_bytes::float8 as "sizeBytes", f.state, f.sha256, f.file_id as "fileId",
  f.batch_id as "batchId", f.job_id as "jobId", f.note, f.found_at as "foundAt", f.taken_at as "takenAt"`;

/** Looks that may fail to come before the folder counts as unwatched, s. */
const patienceS = 60;

/** @param now by the database's clock */
export function watchedFolderStatus(
  { isPaused, lookedAt, awaySince, problem, pollS, createdAt }: WatchedFolderRecord,
  now: Date,
): WatchedFolderStatus {
  if (isPaused) return 'paused';
  const last = lookedAt ?? createdAt;
  if (now.getTime() - last.getTime() > (pollS + patienceS) * 1000) return 'unwatched';
  if (awaySince !== null) return 'away';
  return problem === null ? 'watching' : 'blocked';
}
