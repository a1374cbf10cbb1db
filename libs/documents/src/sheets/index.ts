/** Reading sheets, without the writers and figures of the package: a process that reads one sheet starts sooner. */
export { withoutGuard } from '../tables/csv.js';
export { openSheetFile } from './open-sheet-file.js';
export {
  type SheetFile,
  type SheetFormat,
  type SheetSummary,
  type TextLayout,
  UnreadableSheet,
} from './sheet-file.js';
