import type { TextLayout } from '@batchyard/documents';
import type { DamageKind } from '@batchyard/domain';
import type { ImportRecord, ImportSettings } from '@batchyard/persistence';
import { invalid } from '../graphql/problems.js';
import type { ReadingChoice } from './imports.js';
import type { AcceptedDamageInput, UpdateImportInput } from './imports.types.js';
import { chosenBecause } from './understand-sheet.js';

const encodings: readonly TextLayout['encoding'][] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
const delimiters: readonly TextLayout['delimiter'][] = [',', ';', '\t', '|'];
const decimals: readonly ImportSettings['decimal'][] = ['.', ','];
const dateOrders: readonly ImportSettings['dateOrder'][] = ['day-first', 'month-first'];

/**
 * How the file is to be read anew, what was chosen before included; null where nothing asks for that.
 * @throws UserError INVALID_ARGUMENT
 */
export function readingChoice(
  input: UpdateImportInput,
  { settings, file, columns }: ImportRecord,
): ReadingChoice | null {
  const { sheet, headerRow } = input;
  const encoding = oneOf('encoding', encodings, input.encoding);
  const delimiter = oneOf('delimiter', delimiters, input.delimiter);
  const decimal = oneOf('decimal', decimals, input.decimal);
  const dateOrder = oneOf('dateOrder', dateOrders, input.dateOrder);
  const chosen = [sheet, headerRow, encoding, delimiter];
  if (chosen.every((each) => each == null)) return null;
  const sameSheet = sheet == null || sheet === settings.sheet;
  return {
    sheet: sheet ?? settings.sheet,
    encoding: encoding ?? (file?.encoding as TextLayout['encoding'] | null) ?? undefined,
    delimiter: delimiter ?? (file?.delimiter as TextLayout['delimiter'] | null) ?? undefined,
    headerRow: headerRow ?? (sameSheet && delimiter == null ? (settings.headerRow ?? undefined) : undefined),
    decimal: decimal ?? chosenBefore(settings.decimal, settings.decimalBecause),
    dateOrder: dateOrder ?? chosenBefore(settings.dateOrder, settings.dateOrderBecause),
    accepted: settings.accepted,
    fields: new Map(
      columns.flatMap(({ heading, field, because }) =>
        because === chosenBecause ? [[heading, field] as const] : [],
      ),
    ),
  };
}

const chosenBefore = <T>(value: T | undefined, because: string | undefined) =>
  because === chosenBecause ? value : undefined;

/** Conventions that a person chose: they need no new reading, so that no edit is lost. */
export function conventionsWith(
  input: UpdateImportInput,
): Partial<Pick<ImportSettings, 'decimal' | 'decimalBecause' | 'dateOrder' | 'dateOrderBecause'>> {
  const decimal = oneOf('decimal', decimals, input.decimal);
  const dateOrder = oneOf('dateOrder', dateOrders, input.dateOrder);
  return {
    ...(decimal !== undefined && { decimal, decimalBecause: chosenBecause }),
    ...(dateOrder !== undefined && { dateOrder, dateOrderBecause: chosenBecause }),
  };
}

function oneOf<T extends string>(
  name: string,
  values: readonly T[],
  given: string | null | undefined,
): T | undefined {
  if (given == null) return undefined;
  const value = values.find((each) => each === given);
  if (value === undefined)
    throw invalid(name, `${name} is one of ${values.map((each) => JSON.stringify(each)).join(', ')}.`);
  return value;
}

/** Damage that the project says is none, with what it said before. */
export function acceptedWith(
  { settings }: ImportRecord,
  accept: readonly AcceptedDamageInput[],
): Pick<ImportSettings, 'accepted'> {
  const accepted: Record<string, readonly DamageKind[]> = { ...settings.accepted };
  for (const { field, damage } of accept) {
    accepted[field] = [...new Set([...(accepted[field] ?? []), damage as DamageKind])];
  }
  return { accepted };
}
