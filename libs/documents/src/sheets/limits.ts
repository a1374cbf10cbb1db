/** How much of a file of somebody else is read at most. */

export const sheetLimits = {
  /** A workbook, or the cells of one of its sheets, may unpack to this without further questions, bytes or characters. */
  freeUnpackedBytes: 64 * 2 ** 20,
  /** Beyond that a part that unpacks to more than this many times its size is no honest sheet. */
  maxRatio: 100,
  /** All parts of a workbook together, unpacked, bytes. */
  maxUnpackedBytes: 4 * 2 ** 30,
  /** Files in a workbook. */
  maxParts: 10_000,
  /** As spreadsheet programs have them. */
  maxRows: 1_048_576,
  maxColumns: 16_384,
  /** A cell holds 32,767 characters in spreadsheet programs; no row of theirs is longer than this, quotes included. */
  maxRowChars: 4 * 2 ** 20,
  /** All texts that a workbook's cells share, each once, characters. */
  maxSharedChars: 256 * 2 ** 20,
} as const;
