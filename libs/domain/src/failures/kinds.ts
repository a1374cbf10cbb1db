/** What kind of failure ended an attempt: the word people filter by, and what decides whether another try makes sense. */
export const failureKinds = [
  'bad_input',
  'bad_parameters',
  'pipeline_error',
  'timeout',
  'out_of_memory',
  'cancelled',
  'worker_lost',
  'disk_full',
  'chunk_failed',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Kinds that another try can pass; a batch chooses among them. Bad input stays bad. */
export const retryableFailureKinds = [
  'pipeline_error',
  'timeout',
  'out_of_memory',
  'worker_lost',
  'disk_full',
] as const satisfies readonly FailureKind[];
export type RetryableFailureKind = (typeof retryableFailureKinds)[number];
