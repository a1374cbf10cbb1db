import type { RejectedRow } from '@batchyard/documents';
import { editedCells, type ImportRecord, type ImportRowRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

const rowsAtOnce = 1_000;

/** Rows of an import of which nothing is written, in the order of their kind, each with what people put into it. */
export function rejectedRows({ imports }: Pick<Persistence, 'imports'>, draft: ImportRecord) {
  const headings = draft.columns.map(({ heading }) => heading);
  return {
    fileName: draft.fileName,
    modifiedAt: new Date(),
    headings,
    rows: rowsOf(imports, draft.id, headings),
  };
}

async function* rowsOf(
  imports: Persistence['imports'],
  id: string,
  headings: readonly string[],
): AsyncGenerator<RejectedRow> {
  for (const status of ['error', 'conflict', 'gone'] as const) {
    for (let after = 0; ; ) {
      const rows = await imports.rows(id, status, after, rowsAtOnce);
      for (const row of rows) {
        yield { number: row.number, cells: editedCells(row), reason: reasonOf(row, headings) };
      }
      if (rows.length < rowsAtOnce) break;
      after = rows.at(-1)?.number ?? after;
    }
  }
}

/** Column, what is wrong, what is expected and the suggestion, of each problem. */
function reasonOf({ status, problems, changes }: ImportRowRecord, headings: readonly string[]): string {
  const said = problems.map(({ column, message, expectation, suggestion }) =>
    [
      column === null ? '' : `${headings[column]}: `,
      `${message}.`,
      expectation === null ? '' : ` Expected: ${expectation}.`,
      suggestion === null ? '' : ` Use ${suggestion}?`,
    ].join(''),
  );
  if (status !== 'conflict') return said.join(' ');
  const both = changes.filter(({ change }) => change === 'conflict');
  return both
    .map(
      ({ field, theirs, ours }) =>
        `${field} was changed to ${theirs ?? 'nothing'} in the sheet and to ${ours ?? 'nothing'} here.`,
    )
    .join(' ');
}
