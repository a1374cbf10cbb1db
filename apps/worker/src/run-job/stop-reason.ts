/** Why the worker ended a job before it ended by itself. */
export type StopReason =
  | { readonly type: 'cancel' }
  | { readonly type: 'timeout'; readonly limitS: number }
  | { readonly type: 'memory'; readonly usedBytes: number; readonly limitMb: number }
  /** The lease is no longer this worker's: nothing may be written. */
  | { readonly type: 'lost' }
  /** The worker shuts down and hands the job back. */
  | { readonly type: 'shutdown' };
