/** The formats that tables can be exported in. */
import type { Drafts } from '../archives/drafts.js';
import { exportCsv } from './export-csv.js';
import { exportFeather } from './export-feather.js';
import { exportHdf5 } from './export-hdf5.js';
import { exportJson } from './export-json.js';
import { exportParquet } from './export-parquet.js';
import { exportXlsx } from './export-xlsx.js';
import type { ExportTable } from './table.js';

export interface ExportFormat {
  readonly title: string;
  readonly extension: string;
  readonly mediaType: string;
  /** The file's bytes, flat in memory. @param drafts where parts lie until their size is known */
  write(table: ExportTable, drafts: Drafts): AsyncGenerator<Buffer>;
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
    write: exportParquet,
  },
  feather: {
    title: 'Feather (Arrow)',
    extension: 'feather',
    mediaType: 'application/vnd.apache.arrow.file',
    write: exportFeather,
  },
  hdf5: { title: 'HDF5', extension: 'h5', mediaType: 'application/x-hdf5', write: exportHdf5 },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof exportFormats;
