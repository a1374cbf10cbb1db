import { text } from './cells.js';
import type { Table } from './tables.js';

/** What every column of the tables means. */
export function dictionaryTable(tables: readonly Table[]): Table {
  return {
    title: 'Data dictionary',
    columns: [
      text('table', 'Name of the sheet'),
      text('column', 'Name of the column, without its unit'),
      text('unit', '1 is a plain number'),
      text('type', 'number, text, true or false, or any of them'),
      text('meaning', 'What it holds'),
    ],
    *rows() {
      for (const { title, columns } of tables) {
        for (const { name, unit, type, meaning } of columns) yield [title, name, unit, type, meaning];
      }
    },
  };
}
