/** Values of OpenDocument cells (OASIS OpenDocument 1.3 part 3, 19.385 and following). */
import type { SheetCell } from '@batchyard/domain';
import type { Attributes } from '../xml.js';

/** @param text what the cell shows */
export function odsCell(attributes: Attributes, text: string): SheetCell {
  switch (attributes['office:value-type'] ?? attributes['calcext:value-type']) {
    case 'float':
    case 'percentage':
    case 'currency':
      return finite(attributes['office:value']);
    case 'boolean':
      return attributes['office:boolean-value'] === 'true';
    case 'date':
      return dateOf(attributes['office:date-value'] ?? '');
    case 'time':
      return timeOf(attributes['office:time-value'] ?? '');
    case 'error':
      return { kind: 'error', code: text };
    case undefined:
      return text === '' ? null : text;
    default:
      return (attributes['office:string-value'] ?? text) || null;
  }
}

function finite(value: string | undefined): SheetCell {
  const number = Number(value);
  return value === undefined || value === '' || !Number.isFinite(number) ? null : number;
}

function dateOf(value: string): SheetCell {
  if (value === '') return null;
  return { kind: 'date', iso: value.replace(/T00:00:00(\.0+)?$/, '') };
}

/** `PT26H03M04.5S` */
function timeOf(value: string): SheetCell {
  const match = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(value);
  if (!match) return null;
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return { kind: 'time', seconds: sign === '-' ? -total : total };
}
