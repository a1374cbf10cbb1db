/** From the first rows of a sheet to how it is understood: headings, conventions, which column fills which field. */
import {
  cellText,
  type DamageKind,
  factField,
  findHeader,
  guessConventions,
  guessMapping,
  headerAt,
  headerFingerprint,
  type ImportField,
  isFact,
  type MappedColumn,
  type MergedCells,
  type SheetCell,
  type SheetRow,
} from '@batchyard/domain';
import type { ImportColumn, ImportSettings, RememberedMapping } from '@batchyard/persistence';
import type { KindHandler } from './kinds/kind-handler.js';

/** What a person chose; what is absent is guessed. */
export interface Chosen {
  readonly headerRow?: number;
  readonly decimal?: ImportSettings['decimal'];
  readonly dateOrder?: ImportSettings['dateOrder'];
  /** Kinds of damage that are none, by field. */
  readonly accepted?: ImportSettings['accepted'];
  /** Fields by heading. */
  readonly fields?: ReadonlyMap<string, string | null>;
}

export interface Understood {
  readonly settings: Omit<ImportSettings, 'sheet'>;
  readonly columns: readonly ImportColumn[];
  /** Null when there is none: every row is data. */
  readonly headerRow: number | null;
}

const samplesPerColumn = 3;
/** The reason of what was no guess. */
export const chosenBecause = 'chosen by you';

/**
 * @param rows the first ones of the sheet, some hundreds
 * @param recall how sheets with this fingerprint were understood before
 */
export async function understandSheet(
  rows: readonly SheetRow[],
  merged: readonly MergedCells[],
  handler: KindHandler,
  chosen: Chosen,
  recall: (fingerprint: string) => Promise<RememberedMapping | null>,
): Promise<Understood> {
  const header =
    chosen.headerRow === undefined ? findHeader(rows, merged) : headerAt(rows, chosen.headerRow, merged);
  const headings = header?.headings ?? [];
  const data = rows.filter(({ number }) => number > (header?.row ?? 0));
  const guessed = guessConventions(data.flatMap(({ cells }) => cells));
  const conventions = {
    decimal: chosen.decimal ?? guessed.decimal,
    decimalBecause: chosen.decimal ? chosenBecause : guessed.decimalBecause,
    dateOrder: chosen.dateOrder ?? guessed.dateOrder,
    dateOrderBecause: chosen.dateOrder ? chosenBecause : guessed.dateOrderBecause,
  };
  const remembered = await recall(headerFingerprint(headings));
  const samples = headings.map((_, column) => data.map(({ cells }) => cells[column] ?? null));
  const columns =
    remembered === null
      ? guessMapping(headings, samples, handler.fields, {
          conventions,
          // A guess only asks whether cells can be read; suggestions take long and come with the checks.
          nearest: () => null,
          known: await namesIn(samples.flat(), handler),
        })
      : rememberedColumns(headings, remembered, handler);
  return {
    headerRow: header?.row ?? null,
    settings: {
      headerRow: header?.row ?? null,
      headerBecause: chosen.headerRow === undefined ? (header?.because ?? 'there is no row') : chosenBecause,
      ...conventions,
      accepted: chosen.accepted ?? remembered?.settings.accepted ?? {},
      rememberedFrom: remembered?.updatedAt.toISOString() ?? null,
    },
    columns: withChosen(columns, chosen.fields ?? new Map()).map((column) => ({
      ...column,
      samples: sampleTexts(samples[column.column] ?? []),
    })),
  };
}

/** Names of the project that stand in cells, by field. */
async function namesIn(
  cells: readonly SheetCell[],
  { named }: KindHandler,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const texts = [...new Set(cells.map((cell) => cellText(cell).trim()))];
  const known = new Map<string, ReadonlySet<string>>();
  for (const [field, there] of named) known.set(field, await there.among(texts));
  return known;
}

/** What a person chose goes before what is guessed. */
function withChosen(
  columns: readonly MappedColumn[],
  fields: ReadonlyMap<string, string | null>,
): readonly MappedColumn[] {
  if (fields.size === 0) return columns;
  const taken = new Set(fields.values());
  return columns.map((column) => {
    const field = fields.get(column.heading);
    if (field !== undefined) return { ...column, field, confidence: 1, because: chosenBecause };
    return taken.has(column.field) ? { ...column, field: null, confidence: 0 } : column;
  });
}

/** Cells that differ tell more than the same one three times. */
function sampleTexts(cells: readonly SheetRow['cells'][number][]): string[] {
  const texts = new Set<string>();
  for (const cell of cells) {
    const text = cellText(cell).slice(0, 60);
    if (text !== '') texts.add(text);
    if (texts.size === samplesPerColumn) break;
  }
  return [...texts];
}

function rememberedColumns(
  headings: readonly string[],
  { fields, updatedAt }: RememberedMapping,
  { fields: known }: KindHandler,
): MappedColumn[] {
  const because = `as on ${updatedAt.toISOString().slice(0, 10)}`;
  // Equal headings need not be written alike.
  const folded = new Map(
    Object.entries(fields).map(([heading, field]) => [headerFingerprint([heading]), field]),
  );
  return headings.map((heading, column) => {
    const field = fields[heading] ?? folded.get(headerFingerprint([heading])) ?? null;
    const exists = field !== null && (isFact(field) || known.some(({ name }) => name === field));
    return { column, heading, field: exists ? field : null, confidence: 1, because };
  });
}

/** The kind's fields, and a field for each column that is kept as a fact. */
export function fieldsFor(handler: KindHandler, columns: readonly MappedColumn[]): ImportField[] {
  const known = new Set(handler.fields.map(({ name }) => name));
  const facts = columns.flatMap(({ field, heading }) =>
    field !== null && isFact(field) && !known.has(field) ? [{ ...factField(heading), name: field }] : [],
  );
  return [...handler.fields, ...facts];
}

/** Kinds of damage that are none, by field. */
export function acceptedDamage({
  accepted = {},
}: Partial<ImportSettings>): ReadonlyMap<string, ReadonlySet<DamageKind>> {
  return new Map(Object.entries(accepted).map(([field, kinds]) => [field, new Set(kinds)]));
}
