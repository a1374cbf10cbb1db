/** Bytes at the edge: files that people write, read into the product's own terms with every problem named. */
export { maxDesignBytes, type ReadDesign, readDesign } from './designs/read-design.js';
export { type CsvCell, writeCsv } from './tables/csv.js';
