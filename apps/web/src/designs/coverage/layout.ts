/** The coverage map as data: rows and columns with their headings, and the group of cells in each place. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { formatNumber } from '../../formatting/numbers';
import { formatSetting, formatValue, leafName } from '../../formatting/values';
import { type StateCounts, stateCounts } from '../cell-counts';
import type { CoverageData } from '../queries';
import { type CoverageCell, cellLooks, cellStates } from './look';

export interface MapGroup {
  readonly row: number;
  readonly column: number;
  readonly counts: StateCounts;
  readonly total: number;
  /** Null where the map is too large to show cells one by one. */
  readonly cells: readonly CoverageCell[] | null;
}

export interface MapRow {
  readonly heading: string;
  /** One a column; null where the design has no such cell. */
  readonly groups: readonly (MapGroup | null)[];
}

export interface MapLayout {
  /** Names of what makes rows and columns; null where nothing does. */
  readonly rowName: string | null;
  readonly columnName: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly MapRow[];
  /** Cells that are shown one by one, in reading order. */
  readonly order: readonly CoverageCell[];
}

/** Lays the groups out; a design that varies nothing is one place. */
export function mapLayout({ rows, columns, groups }: CoverageData): MapLayout {
  const placed = new Map(groups.map((group) => [`${group.row} ${group.column}`, presentGroup(group)]));
  const headings = columns?.levels.map(levelText) ?? [''];
  const places = (row: number) => headings.map((_, column) => placed.get(`${row} ${column}`) ?? null);
  const mapRows = (rows?.levels.map(levelText) ?? ['']).map((heading, row) => ({
    heading,
    groups: places(row),
  }));
  return {
    rowName: rows?.name ?? null,
    columnName: columns?.name ?? null,
    columns: columns === null ? [] : headings,
    rows: mapRows,
    order: mapRows.flatMap((row) => row.groups.flatMap((group) => group?.cells ?? [])),
  };
}

function presentGroup({ row, column, counts, cells }: CoverageData['groups'][number]): MapGroup {
  const known = stateCounts(counts);
  const total = cellStates.reduce((sum, state) => sum + known[state], 0);
  return { row, column, counts: known, total, cells };
}

/** `500`; `1 – 20` where several values stand together; `not set` where the parameter is left out. */
export function levelText({ value, to }: { readonly value: Json; readonly to: Json }): string {
  if (value === null) return 'not set';
  return to === null ? formatValue(value) : `${endText(value)} – ${endText(to)}`;
}

/** Ends of a range need not be exact. */
const endText = (value: Json) => (typeof value === 'number' ? formatNumber(value, 3) : formatValue(value));

/** `lambda_rigid`, `Input`, `Replicate`. */
export function dimensionTitle(name: string): string {
  return name === 'input' ? 'Input' : name === 'replicate' ? 'Replicate' : leafName(name);
}

/** `7 succeeded, 2 missing`. */
export function countsText(counts: StateCounts): string {
  return cellStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${cellLooks[state].word.toLowerCase()}`)
    .join(', ');
}

/** `lambda_rigid = 500, lambda_soft = 10 · walk_01.csv · replicate 2`. */
export function cellLabel(cell: CoverageCell, hasReplicates: boolean): string {
  const setting = isJsonObject(cell.setting) ? formatSetting(cell.setting) : formatValue(cell.setting);
  return [setting, cell.inputLabel, ...(hasReplicates ? [`replicate ${cell.replicate}`] : [])].join(' · ');
}
