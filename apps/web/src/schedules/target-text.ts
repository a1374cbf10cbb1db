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

/** The sheet of a schedule; null: it has none. */
export const sheetOf = ({ sheet }: Pick<Targets, 'sheet'>) =>
  (sheet ?? null) as unknown as SheetTarget | null;

/** What a schedule starts, in one line. */
export function targetText(schedule: Targets): string {
  const { design, template } = schedule;
  const sheet = sheetOf(schedule);
  if (sheet !== null) return `Sheet ${sheetText(sheet)}`;
  return design ? `Design ${design.name}` : `Template ${template?.name ?? ''}`;
}

/** Where a sheet lies, as people write it: `lab:/night/jobs.xlsx`. */
export const sheetText = ({ share, path }: Pick<SheetTarget, 'share' | 'path'>) => `${share}:/${path}`;
