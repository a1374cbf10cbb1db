import { Alert, Text } from '@mantine/core';
import { counted } from '@/formatting/numbers';
import type { WholeImport } from './queries';

/** What was typed into a sheet that was then read anew, and does not fit what was read. */
export function NotKept({ draft: { notKept } }: { readonly draft: WholeImport }) {
  if (notKept === null || notKept.cells === 0) return null;
  const { cells, rows } = notKept;
  return (
    <Alert color="yellow" variant="light" data-testid="not-kept">
      <Text size="sm">
        {counted(cells, 'edited cell')} {cells === 1 ? 'is' : 'are'} not in what was read now (
        {rowsText(rows)}
        ): those rows are others there, or say something else. The edits come back when the sheet is read as
        it was before.
      </Text>
    </Alert>
  );
}

const namedRows = 8;

function rowsText(rows: readonly number[]): string {
  const named = rows.slice(0, namedRows).join(', ');
  return `${rows.length === 1 ? 'row' : 'rows'} ${named}${rows.length > namedRows ? ' …' : ''}`;
}
