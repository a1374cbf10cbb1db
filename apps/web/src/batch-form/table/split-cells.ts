/** Text from a spreadsheet or a CSV file as rows of cells. */

export interface TableLine {
  /** From 1, as an editor counts the lines of the text. */
  readonly row: number;
  /** Without surrounding spaces and quotes. */
  readonly cells: readonly string[];
}

/** Splits at tabs, else semicolons, else commas, whichever the heading has; empty lines are left out. */
export function splitCells(text: string): readonly TableLine[] {
  const source = text.replace(/^\uFEFF/, '');
  const heading = source.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const delimiter = ['\t', ';', ','].find((sign) => heading.includes(sign)) ?? ',';
  return scan(source, delimiter).filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** Quoted cells may hold delimiters, line ends and doubled quotes. */
function scan(text: string, delimiter: string): TableLine[] {
  const lines: TableLine[] = [];
  let [cells, cell, row, startRow]: [string[], string, number, number] = [[], '', 1, 1];
  let isQuoted = false;
  const endLine = () => {
    lines.push({ row: startRow, cells: [...cells, cell.trim()] });
    [cells, cell, startRow] = [[], '', row + 1];
  };
  for (let index = 0; index < text.length; index++) {
    const sign = text.charAt(index);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[index + 1] === '"') [cell, index] = [`${cell}"`, index + 1];
      else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') [isQuoted, cell] = [true, ''];
    else if (sign === delimiter) [cells, cell] = [[...cells, cell.trim()], ''];
    else if (sign === '\n') endLine();
    else if (sign !== '\r') cell += sign;
    if (sign === '\n') row++;
  }
  endLine();
  return lines;
}
