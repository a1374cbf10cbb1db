/** Reads one sheet of somebody else's file, with little memory, no database and nothing of the service's environment. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openSheetFile, type SheetFile, UnreadableSheet, withoutGuard } from '@batchyard/documents/sheets';
import {
  cellText,
  type RoundTripBase,
  type RoundTripHead,
  readRoundTripHead,
  readRoundTripRow,
  roundTripSheet,
  type SheetCell,
  type SheetRow,
} from '@batchyard/domain/sheets';
import type { Problem } from '@batchyard/pipelines';
import type { SheetMessage, SheetOrder } from './sheet-messages.js';

const rowsPerMessage = 1_000;
/** More of one kind help nobody. */
const maxProblems = 100;
/** When the service has stored all that was handed over. */
let stored: Promise<unknown> = Promise.resolve();

// An endless loop does not notice that the service is gone; a thread of its own does.
new Worker(
  `const parent = process.ppid; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`,
  { eval: true },
).unref();
process.on('disconnect', () => process.exit(0));
process.once('message', (order: SheetOrder) => {
  void read(order)
    .catch((error: unknown) => {
      if (!(error instanceof UnreadableSheet)) throw error;
      return tell({ type: 'refused', problem: error.problem });
    })
    .then(() => process.disconnect());
});

async function read({ path, name, layout, sheet }: SheetOrder): Promise<void> {
  const opened = await openSheetFile(path, name, layout);
  const { format, sheets, text } = opened;
  const chosen = sheet ?? sheets.find(({ isHidden }) => !isHidden)?.name ?? sheets[0]?.name ?? '';
  const merged = await opened.merged(chosen);
  await tell({ type: 'opened', file: { format, sheets, text }, sheet: chosen, merged });
  await handBases(opened);
  const problems: Problem[] = [];
  let rows: SheetRow[] = [];
  for await (const row of opened.rows(chosen, (problem) => problems.push(problem))) {
    rows.push({ ...row, cells: row.cells.map(format === 'text' ? plainly : storable) });
    if (rows.length < rowsPerMessage) continue;
    await hand(rows);
    rows = [];
  }
  if (rows.length > 0) await hand(rows);
  await stored;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  await tell({ type: 'done', problems: problems.slice(0, maxProblems), peakMb });
}

/** Text files guard what a spreadsheet program would run. */
function plainly(cell: SheetCell): SheetCell {
  const stored = storable(cell);
  return typeof stored === 'string' ? withoutGuard(stored) : stored;
}

/** No database holds NUL; whatever compares cells must see what is stored. */
const storable = (cell: SheetCell): SheetCell =>
  typeof cell === 'string' ? cell.replaceAll('\0', '\uFFFD') : cell;

/** The service stores one portion while the next is read; more would fill its memory. */
async function hand(rows: readonly SheetRow[]): Promise<void> {
  await stored;
  stored = once(process, 'message');
  await tell({ type: 'rows', rows });
}

/** Rows as they were when the file was exported for editing, where it was. */
async function handBases(file: SheetFile): Promise<void> {
  if (!file.sheets.some(({ name }) => name === roundTripSheet)) return;
  let head: RoundTripHead | null = null;
  let bases: RoundTripBase[] = [];
  for await (const { cells } of file.rows(roundTripSheet, () => undefined)) {
    if (head === null) {
      head = readRoundTripHead(cellText(cells[0] ?? null));
      if (head === null) return;
      continue;
    }
    const base = readRoundTripRow(cells, head.fields);
    if (base) bases.push(base);
    if (bases.length < rowsPerMessage) continue;
    await tellAndWait({ type: 'bases', head, bases });
    bases = [];
  }
  if (head !== null) await tellAndWait({ type: 'bases', head, bases });
}

async function tellAndWait(message: SheetMessage): Promise<void> {
  const answer = once(process, 'message');
  await tell(message);
  await answer;
}

function tell(message: SheetMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
