/** How often work on many entries is saved on its way. */

/** Entries after which what was done so far is saved, unless said otherwise. */
export const defaultSaveEvery = 150;
/** The most that may be asked for. */
export const maxSaveEvery = 100_000;
