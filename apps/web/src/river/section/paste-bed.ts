/** A surveyed bed from the clipboard. */
import { type BedDraft, nextKey, numberOf } from '../draft/draft';
import { pastedTable } from './pasted-rows';

export interface PastedBed {
  readonly bed: readonly BedDraft[];
  readonly refused: readonly string[];
}

/** Adds rows of `station, elevation`; further columns are left out, and so are headings. */
export function pasteBed(former: readonly BedDraft[], text: string): PastedBed {
  const refused: string[] = [];
  let bed = former.filter(({ station, elevation }) => station.trim() !== '' || elevation.trim() !== '');
  for (const { line, cells } of pastedTable(text).rows) {
    const [station = '', elevation = ''] = cells;
    if (numberOf(station) === null || numberOf(elevation) === null)
      refused.push(`Row ${line}: ${cells.join(' | ')} is no station with an elevation.`);
    else bed = [...bed, { key: nextKey(bed), station, elevation }];
  }
  return { bed, refused };
}
