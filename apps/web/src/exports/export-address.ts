/** Addresses of exports: the list's own filter, the chosen columns, the format. */

export const exportFormats = [
  { value: 'xlsx', label: 'Excel workbook' },
  { value: 'csv', label: 'CSV' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'feather', label: 'Feather (Arrow)' },
  { value: 'h5', label: 'HDF5' },
  { value: 'json', label: 'JSON' },
] as const;

export type ExportList =
  | 'jobs'
  | 'metrics'
  | 'annotations'
  | 'frames'
  | 'subjects'
  | 'comparison'
  | 'comparison-inputs'
  | 'comparison-jobs';

export interface ExportChoice {
  readonly slug: string;
  readonly list: ExportList;
  /** Search part of the page's address, with or without `?`. */
  readonly search: string;
  /** null: the usual ones. */
  readonly columns: readonly string[] | null;
}

export function exportAddress(choice: ExportChoice, format: string): string {
  return `/projects/${choice.slug}/export/${choice.list}.${format}${queryOf(choice)}`;
}

/** What each column is and in which unit; as JSON with count and filter of the export. */
export function dictionaryAddress(choice: ExportChoice, format: 'json' | 'csv'): string {
  return `/projects/${choice.slug}/export/${choice.list}/dictionary.${format}${queryOf(choice)}`;
}

/** Lists that can be edited as a sheet and imported again. */
export const isEditable = (list: ExportList) => list === 'annotations' || list === 'subjects';

export function editingAddress({
  slug,
  list,
  search,
}: Pick<ExportChoice, 'slug' | 'list' | 'search'>): string {
  const query = new URLSearchParams(search);
  query.set('for', 'editing');
  return `/projects/${slug}/export/${list}.xlsx?${query}`;
}

function queryOf({ search, columns }: ExportChoice): string {
  const query = new URLSearchParams(search);
  if (columns !== null) query.set('columns', columns.join(','));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
