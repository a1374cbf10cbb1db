/** What the service and a process that reads a sheet say to each other over their IPC channel. */
import type { SheetFile, TextLayout } from '@batchyard/documents';
import type { MergedCells, RoundTripBase, RoundTripHead, SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';

export interface SheetOrder {
  readonly path: string;
  /** Of the file as its user knows it. */
  readonly name: string;
  /** Of text files, what the user knows better. */
  readonly layout: Partial<TextLayout>;
  /** null: the first that is not hidden. */
  readonly sheet: string | null;
}

export type SheetMessage =
  | {
      readonly type: 'opened';
      readonly file: Pick<SheetFile, 'format' | 'sheets' | 'text'>;
      /** The one that is read. */
      readonly sheet: string;
      readonly merged: readonly MergedCells[];
    }
  /** Before the rows, of a sheet that was exported for editing: rows as they were then. To be answered with `taken`. */
  | { readonly type: 'bases'; readonly head: RoundTripHead; readonly bases: readonly RoundTripBase[] }
  /** To be answered with `taken`; the next rows come then. */
  | { readonly type: 'rows'; readonly rows: readonly SheetRow[] }
  | { readonly type: 'done'; readonly problems: readonly Problem[]; readonly peakMb: number }
  | { readonly type: 'refused'; readonly problem: Problem };

export const taken = 'taken';
