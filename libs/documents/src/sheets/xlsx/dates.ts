/** Dates of Office Open XML: a number with a date's format. ECMA-376 part 1, 18.17.4. */
import type { DateCell, SheetCell, TimeCell } from '@batchyard/domain';

export type DateFormat = 'date' | 'time' | null;

const secondsPerDay = 86_400;
const millisecondsPerDay = 1000 * secondsPerDay;

/** Serial number of the first day that both systems have. */
const daysBetweenSystems = 1462;

/**
 * What a date format shows for a number. In the system of 1900 day 60 is the 29 February 1900, which never was:
 * days before it are counted from one day later.
 */
export function dateCell(serial: number, format: 'date' | 'time', is1904: boolean): SheetCell {
  if (format === 'time' && Math.abs(serial) < maxTimeDays) return timeCell(serial);
  const days = is1904 ? serial + daysBetweenSystems : serial;
  if (days < 0 || days >= maxDays) return serial;
  if (days < 1) return timeCell(days);
  const epoch = Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return isoCell(epoch + Math.round(days * millisecondsPerDay));
}

/** 31 December 9999. */
const maxDays = 2_958_466;
/** Durations beyond this are dates that were given a time's format. */
const maxTimeDays = 1_000;

function timeCell(days: number): TimeCell {
  return { kind: 'time', seconds: Math.round(days * millisecondsPerDay) / 1000 };
}

/** @param time ms since 1970 in no zone */
export function isoCell(time: number): DateCell {
  const iso = new Date(time).toISOString();
  if (time % millisecondsPerDay === 0) return { kind: 'date', iso: iso.slice(0, 10) };
  return { kind: 'date', iso: time % 1000 === 0 ? iso.slice(0, 19) : iso.slice(0, 23) };
}

/** Formats that every workbook has (ECMA-376 part 1, 18.8.30). */
export function builtInFormat(id: number): DateFormat {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || (id >= 50 && id <= 58)) return 'date';
  if (id === 36) return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return 'time';
  return null;
}

/** Whether a format code shows a date (with or without time), a time only, or a number. */
export function formatKind(code: string): DateFormat {
  const [first = ''] = code.split(';');
  const symbols = first
    .replace(/\[(h+|m+|s+)\]/gi, '$1')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/"[^"]*"/g, '')
    .replace(/\\.|_.|\*./g, '')
    .toLowerCase();
  if (/general/.test(symbols)) return null;
  if (/[yd]|mmm/.test(symbols)) return 'date';
  if (/[hs]/.test(symbols)) return 'time';
  return /m/.test(symbols) ? 'date' : null;
}
