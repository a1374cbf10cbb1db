/** Bytes at the edge: files that people write, read into the product's own terms with every problem named. */
export { type Draft, type DraftEntry, type Drafts, openDrafts } from './archives/drafts.js';
export { type Measured, measure } from './archives/measure.js';
export { type ZipEntry, zipArchive } from './archives/zip.js';
export { maxDesignBytes, type ReadDesign, readDesign } from './designs/read-design.js';
export { reportCsv } from './reports/report-csv.js';
export { reportHtml } from './reports/report-html.js';
export { reportJson } from './reports/report-json.js';
export { reportText } from './reports/report-text.js';
export type { ReportWriter } from './reports/writer.js';
export { type CsvCell, writeCsv } from './tables/csv.js';
