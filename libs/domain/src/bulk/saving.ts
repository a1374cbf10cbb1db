/** How often work on many entries is saved on its way. */

/** Entries after which what was done so far is saved, unless said otherwise or there are many. */
export const defaultSaveEvery = 150;
/** So often at most a long list is saved, since each saving takes some milliseconds of its own. */
const maxSavings = 200;
/** The most that may be asked for. */
export const maxSaveEvery = 100_000;

/** Entries after which a list of so many is saved where nothing is said. */
export function saveEveryOf(entries: number): number {
  return Math.max(defaultSaveEvery, Math.ceil(entries / maxSavings));
}
