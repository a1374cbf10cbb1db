/** Bytes at the edge: files that people write, read into the product's own terms with every problem named. */
export { type Draft, type DraftEntry, type Drafts, openDrafts } from './archives/drafts.js';
export { type Measured, measure } from './archives/measure.js';
export { type Rewrite, rewriteArchive } from './archives/rewrite-zip.js';
export { type ZipEntry, zipArchive } from './archives/zip.js';
export { type BundleContents, type BundledDesign, bundleEntries } from './bundles/bundle.js';
export { type BundleCheck, type Drift, NotABundle, verifyBundle } from './bundles/verify-bundle.js';
export { inputTable } from './comparison-reports/input-table.js';
export { jobTable } from './comparison-reports/job-table.js';
export { comparisonHtml } from './comparison-reports/report-html.js';
export { comparisonJson } from './comparison-reports/report-json.js';
export { comparisonLatex } from './comparison-reports/report-latex.js';
export { comparisonMarkdown } from './comparison-reports/report-markdown.js';
export { comparisonPdf } from './comparison-reports/report-pdf.js';
export { comparisonXlsx } from './comparison-reports/report-xlsx.js';
export { settingTable } from './comparison-reports/setting-table.js';
export {
  type Column,
  columnTitle,
  type JobSource,
  type Table,
  tableCsv,
  tablesOf,
} from './comparison-reports/tables.js';
export { reportTitle } from './comparison-reports/texts.js';
export type { DesignFiles } from './designs/design-files.js';
export { maxDesignBytes, type ReadDesign, readDesign } from './designs/read-design.js';
export { dictionaryOf } from './exports/dictionary.js';
export {
  type ExportFormat,
  type ExportFormatName,
  exportFormats,
} from './exports/formats.js';
export type { ExportCell, ExportColumn, ExportTable, ExportType } from './exports/table.js';
export { type EditedTable, editingWorkbook } from './import-templates/editing-workbook.js';
export { type ImportTemplate, importTemplate } from './import-templates/template.js';
export { maxListed } from './import-templates/value-lists.js';
export { relationFile } from './reports/relation-figure.js';
export { relationQuality, relationText } from './reports/relation-texts.js';
export { reportCsv } from './reports/report-csv.js';
export { reportHtml } from './reports/report-html.js';
export { reportJson } from './reports/report-json.js';
export { reportText } from './reports/report-text.js';
export type { ReportWriter } from './reports/writer.js';
export type { AddedColumns } from './results-sheets/add-columns.js';
export { type RejectedRow, rejectedWorkbook } from './results-sheets/rejected-rows.js';
export { resultsText, resultsWorkbook } from './results-sheets/results-sheet.js';
export * from './sheets/index.js';
export { type CsvCell, writeCsv, writeCsvRow } from './tables/csv.js';
export {
  type OpenedTemplate,
  openTemplate,
  templateEntries,
  templateText,
} from './templates/template-file.js';
