import { counted } from '@/formatting/numbers';
import { kindWords } from './kinds';
import { type ImportStep, isChecked, missingFields } from './progress';
import type { WholeImport } from './queries';

/** A few words for each step: what was decided or found in it. */
export function railNotes(draft: WholeImport): Partial<Record<ImportStep, string>> {
  const source = kindWords[draft.kind].title;
  if (draft.state !== 'ready') return { source };
  const { sheet, sheets, headerRow, columns, counts } = draft;
  const header = headerRow === null ? 'no header' : `header in row ${headerRow}`;
  const used = columns.filter(({ field }) => field !== null).length;
  const missing = missingFields(draft).length;
  return {
    source,
    sheet: sheets.length > 1 && sheet ? `${sheet}, ${header}` : header,
    columns:
      missing > 0
        ? `${counted(missing, 'field')} still to match`
        : `${used} of ${counted(columns.length, 'column')} used`,
    check: isChecked(draft) ? checkNote(counts) : 'being checked',
  };
}

function checkNote({ error, warning, conflict }: WholeImport['counts']): string {
  const parts = [
    ...(error > 0 ? [`${counted(error, 'row')} with errors`] : []),
    ...(conflict > 0 ? [counted(conflict, 'conflict')] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
  ];
  return parts.length === 0 ? 'no errors' : parts.join(', ');
}
