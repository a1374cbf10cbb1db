/**
 * The fingerprint of a plan: equal for equal plans, and telling of unequal ones what changed. It is a short text,
 * `p1.<new>.<reused>.<retried>.<excluded>.<version>.<cells>.<kinds>.<options>`, the last three cut digests.
 */
import { digest, digestText } from '../designs/canonical.js';
import type { BatchOptions } from './options.js';
import type { PlannedJob } from './plan.js';
import { type KindCounts, type PlannedJobKind, type PlannedKind, plannedJobKinds } from './plan-kinds.js';

export interface PlanFacts {
  readonly pipelineVersion: string;
  readonly jobs: readonly Pick<PlannedJob, 'cellKey' | 'outputName' | 'metadata' | 'priority'>[];
  /** One for each job. */
  readonly kinds: readonly PlannedKind[];
  readonly counts: KindCounts;
  readonly options: BatchOptions;
}

export function fingerprintOf({ pipelineVersion, jobs, kinds, counts, options }: PlanFacts): string {
  const cells = jobs.map(({ cellKey, outputName, metadata, priority }) =>
    metadata === undefined && !priority
      ? `${cellKey} ${outputName ?? ''}`
      : `${cellKey} ${outputName ?? ''} ${priority ?? 0} ${digest(metadata ?? {})}`,
  );
  const version = pipelineVersion.replaceAll('.', '-');
  const digests = [
    digestText(cells.join('\n')),
    digestText(kinds.map(({ kind }) => kind).join('\n')),
    digest(options),
  ];
  return [
    'p1',
    ...plannedJobKinds.map((kind) => counts[kind]),
    version,
    ...digests.map((text) => text.slice(0, 16)),
  ].join('.');
}

const pattern =
  /^p1\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.([\w+-]{1,64})\.([\da-f]{16})\.([\da-f]{16})\.([\da-f]{16})$/;

interface Parts {
  readonly counts: KindCounts;
  readonly version: string;
  readonly cells: string;
  readonly options: string;
}

/** What differs between the plan that was shown and the plan now, in one sentence; null when nothing does. */
export function planChange(shown: string, now: string): string | null {
  if (shown === now) return null;
  const before = partsOf(shown);
  const after = partsOf(now);
  if (before === null || after === null) return 'The fingerprint is not that of a plan.';
  const changes = [
    before.version === after.version ? '' : `the pipeline is now ${dotted(after)}, it was ${dotted(before)}`,
    before.cells === after.cells ? '' : 'the cells, their output names or metadata are others',
    before.options === after.options ? '' : 'the options are others',
    changeOfCounts(before.counts, after.counts),
  ].filter((change) => change !== '');
  const text = changes.length > 0 ? changes.join('; ') : 'other jobs are reused or retried than before';
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function partsOf(fingerprint: string): Parts | null {
  const match = pattern.exec(fingerprint);
  if (match === null) return null;
  const [, ...found] = match;
  const counts = Object.fromEntries(plannedJobKinds.map((kind, index) => [kind, Number(found[index])]));
  const [version = '', cells = '', , options = ''] = found.slice(plannedJobKinds.length);
  return { counts: counts as KindCounts, version, cells, options };
}

const dotted = ({ version }: Parts) => version.replaceAll('-', '.');

/** `2 jobs that were new are now reused`; where several kinds changed, before and after of each. */
function changeOfCounts(before: KindCounts, after: KindCounts): string {
  const changed = plannedJobKinds.filter((kind) => before[kind] !== after[kind]);
  const [first, second] = changed;
  if (first === undefined) return '';
  if (second !== undefined && changed.length === 2 && sum(before) === sum(after)) {
    const [from, to] = before[first] > after[first] ? [first, second] : [second, first];
    const moved = before[from] - after[from];
    return `${moved} ${moved === 1 ? 'job that was' : 'jobs that were'} ${from} ${moved === 1 ? 'is' : 'are'} now ${to}`;
  }
  return changed.map((kind) => `${before[kind]} → ${after[kind]} ${kind}`).join(', ');
}

const sum = (counts: KindCounts) =>
  plannedJobKinds.reduce((total, kind: PlannedJobKind) => total + counts[kind], 0);
