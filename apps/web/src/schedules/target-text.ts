import type { WholeSchedule } from './queries';

/** A sheet on a share, as the API gives it. */
export interface SheetTarget {
  readonly share: string;
  readonly path: string;
  readonly sheet: string | null;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly pipeline?: string;
}

type Targets = Pick<WholeSchedule, 'sheet' | 'design' | 'template'>;

/** What a schedule starts, in one line. */
export function targetText({ sheet, design, template }: Targets): string {
  if (sheet !== null && sheet !== undefined) return `Sheet ${sheetText(sheet as SheetTarget)}`;
  return design ? `Design ${design.name}` : `Template ${template?.name ?? ''}`;
}

/** Where a sheet lies, as people write it: `lab:/night/jobs.xlsx`. */
export const sheetText = ({ share, path }: Pick<SheetTarget, 'share' | 'path'>) => `${share}:/${path}`;
