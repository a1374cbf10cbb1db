/** When work on many entries is saved on its way. */

/** Entries after which work is saved, unless said otherwise. */
export const defaultSaveEvery = 150;
/** Most entries between two savings that may be asked for. */
export const maxSaveEvery = 100_000;

/**
 * Whether work is to be saved at the end of a portion: where a multiple of `every` was reached or crossed, and at the
 * end.
 * @param before entries done at the end of the portion before
 * @param done entries done now
 */
export function isSavePoint(before: number, done: number, total: number, every: number): boolean {
  return done === total || Math.floor(done / every) > Math.floor(before / every);
}
