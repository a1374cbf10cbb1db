/** Blocks of cells as text, the way spreadsheet programs put them on the clipboard. */

/** Rows of cells: tabs between cells, quoted where a cell has tabs, quotes or line ends in it. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += sign;
        at++;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '' && isClosed(text, at + 1)) isQuoted = true;
    else if (sign === '\t') endCell();
    else if (sign === '\n') {
      endCell();
      rows.push([]);
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || rows.at(-1)?.length !== 0) endCell();
  else rows.pop();
  return rows;
}

/** Whether a quote that begins a cell also ends one; else it is a letter of it, as in `"A` or `"a" b`. */
function isClosed(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at++;
    else return at + 1 === text.length || /[\t\r\n]/.test(text.charAt(at + 1));
  }
  return false;
}

/** What goes on the clipboard for these cells. */
export function blockText(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
}
