/** The formats that tables can be exported in. */
import type { Drafts } from '../archives/drafts.js';
import { exportCsv } from './export-csv.js';
import { exportJson } from './export-json.js';
import { exportXlsx } from './export-xlsx.js';
import type { ExportTable } from './table.js';

export interface ExportFormat {
  readonly title: string;
  readonly extension: string;
  readonly mediaType: string;
  /** The file's bytes, flat in memory. @param drafts where parts lie until their size is known */
  write(table: ExportTable, drafts: Drafts): AsyncGenerator<Buffer>;
}

/** Most processes never write formats for programs, so what writes them is loaded with the first table. */
function loaded(load: () => Promise<(table: ExportTable) => AsyncGenerator<Buffer>>): ExportFormat['write'] {
  return async function* (table) {
    yield* (await load())(table);
  };
}

export const exportFormats = {
  csv: { title: 'CSV', extension: 'csv', mediaType: 'text/csv; charset=utf-8', write: exportCsv },
  xlsx: {
    title: 'Excel workbook',
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: exportXlsx,
  },
  json: { title: 'JSON', extension: 'json', mediaType: 'application/json', write: exportJson },
  parquet: {
    title: 'Parquet',
    extension: 'parquet',
    mediaType: 'application/vnd.apache.parquet',
    write: loaded(async () => (await import('./export-parquet.js')).exportParquet),
  },
  feather: {
    title: 'Feather (Arrow)',
    extension: 'feather',
    mediaType: 'application/vnd.apache.arrow.file',
    write: loaded(async () => (await import('./export-feather.js')).exportFeather),
  },
  hdf5: {
    title: 'HDF5',
    extension: 'h5',
    mediaType: 'application/x-hdf5',
    write: loaded(async () => (await import('./export-hdf5.js')).exportHdf5),
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof exportFormats;
