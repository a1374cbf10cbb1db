import type { CsvCell } from '../tables/csv.js';
import type { ExportCell } from './table.js';

/** The cell for formats without dates: times in ISO 8601, in UTC. */
export function plainCell(cell: ExportCell): CsvCell {
  return cell instanceof Date ? cell.toISOString() : cell;
}
