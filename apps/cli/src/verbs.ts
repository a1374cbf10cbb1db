import { nearestName } from '@batchyard/pipelines/nearest';
import { type ExitCode, UsageError } from './exit-codes.js';

/** One thing the command can do. Its module is loaded only when it is asked for. */
export interface Verb {
  readonly name: string;
  /** One line for `batchyard --help`. */
  readonly summary: string;
  load(): Promise<{ run(args: readonly string[]): Promise<ExitCode> }>;
}

export const verbs: readonly Verb[] = [
  {
    name: 'up',
    summary: 'Run the whole service on this machine: database, API, worker and dashboard',
    load: () => import('./verbs/up.js'),
  },
  {
    name: 'run',
    summary: 'Run one job of a pipeline here, without any service',
    load: () => import('./verbs/run.js'),
  },
  {
    name: 'process',
    summary: 'Measure the discharge of a river from one video, or from all videos of a sheet, here',
    load: () => import('./verbs/process.js'),
  },
  {
    name: 'check',
    summary: 'Check parameters and inputs of a job without running it',
    load: () => import('./verbs/check.js'),
  },
  {
    name: 'sweep',
    summary: 'Run every cell of a design here, or start it on a server, and compare the settings',
    load: () => import('./verbs/sweep.js'),
  },
  {
    name: 'template',
    summary: 'Save, compare, run, export and import templates of a project on a server',
    load: () => import('./verbs/template.js'),
  },
  {
    name: 'pipeline',
    summary: 'Check a pipeline of your own on one input, or put it on a server',
    load: () => import('./verbs/pipeline.js'),
  },
  {
    name: 'report',
    summary: 'Download the report of a batch or a comparison on a server, or all output files',
    load: () => import('./verbs/report.js'),
  },
  {
    name: 'verify',
    summary: 'Check whether the bundle of a comparison is still what it was made as',
    load: () => import('./verbs/verify.js'),
  },
  {
    name: 'select',
    summary: 'Show which frames a range selects',
    load: () => import('./verbs/select.js'),
  },
  {
    name: 'subjects',
    summary: 'List the subjects of a project on a server, or make them',
    load: () => import('./verbs/subjects.js'),
  },
  {
    name: 'annotate',
    summary: 'Assign annotations from a file on a server, or undo that',
    load: () => import('./verbs/annotate.js'),
  },
  {
    name: 'import',
    summary: 'Import a sheet into a project on a server: jobs, a design, annotations or subjects',
    load: () => import('./verbs/import.js'),
  },
  {
    name: 'export',
    summary: 'Save jobs, metrics, annotations, frames or subjects of a project on a server as a file',
    load: () => import('./verbs/export.js'),
  },
  {
    name: 'schedule',
    summary: 'Set up, look at, pause or run batches by the clock on a server, or run times of the past',
    load: () => import('./verbs/schedule.js'),
  },
  {
    name: 'watch',
    summary: 'Have files of a folder run on a server as they come',
    load: () => import('./verbs/watch.js'),
  },
  {
    name: 'share',
    summary: 'Let projects on a server read folders outside (administrators)',
    load: () => import('./verbs/share.js'),
  },
  {
    name: 'notifications',
    summary: 'List whom a project on a server tells what happens, what was sent, and test it',
    load: () => import('./verbs/notifications.js'),
  },
  {
    name: 'retry',
    summary: 'Run again what failed in a batch on a server',
    load: () => import('./verbs/retry.js'),
  },
  {
    name: 'cancel',
    summary: 'Cancel a batch or jobs on a server',
    load: () => import('./verbs/cancel.js'),
  },
  {
    name: 'migrate',
    summary: 'Bring the database that DATABASE_URL names to this release',
    load: () => import('./verbs/migrate.js'),
  },
  {
    name: 'sign-in-link',
    summary: 'Print a one-time sign-in link for the first administrator',
    load: () => import('./verbs/sign-in-link.js'),
  },
];

/** @throws UsageError naming the nearest verb */
export function findVerb(name: string): Verb {
  const found = verbs.find((verb) => verb.name === name);
  if (found) return found;
  const names = verbs.map((verb) => verb.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `batchyard has no verb ${name}${nearest ? `; did you mean ${nearest}?` : '.'} There are: ${names.join(', ')}.`,
  );
}
