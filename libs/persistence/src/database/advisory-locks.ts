/**
 * Numbers of the advisory locks that processes take in the database. They share one number space, so all stand here;
 * they must differ from each other and stay the same in every release.
 */
export const advisoryLocks = {
  /** One process migrates at a time. */
  migrate: 7_026_021,
  /** One process dispatches at a time. */
  dispatch: 7_026_022,
  /** Two first starts at once make one administrator. */
  setUp: 7_026_023,
  /**
   * Taken with a batch's number: shared by starts of its jobs (in function batch_lets_start of the schema), exclusive by
   * whoever ends that jobs start.
   */
  startsOfBatch: 7_026_024,
} as const;
