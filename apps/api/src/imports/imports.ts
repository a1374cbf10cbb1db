/** Sheets from upload to commit. Reading goes on in the background; whoever looks sees how far it is. */
import { fileURLToPath } from 'node:url';
import type { TextLayout } from '@batchyard/documents';
import {
  type Decision,
  headerFingerprint,
  headerSearchRows,
  maxEditedRows,
  type SheetRow,
  UserError,
} from '@batchyard/domain';
import type {
  Actor,
  Caller,
  CellEdits,
  ImportKind,
  ImportRecord,
  ImportSettings,
} from '@batchyard/persistence';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ApiSettings } from '../env.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { type CommitMode, commitImport } from './commit-import.js';
import { DraftChecks, type ImportProgress } from './draft-checks.js';
import type { Committed, KindHandler } from './kinds/kind-handler.js';
import { type ImportTarget, openKind } from './open-kind.js';
import { readSheet, SheetRefused } from './read-sheet.js';
import { roundTrip } from './round-trip.js';
import { turns } from './turns.js';
import { type Chosen, understandSheet } from './understand-sheet.js';

export type ImportCaller = Caller & { readonly actor: Actor };

export interface NewSheet {
  readonly kind: ImportKind;
  readonly target: ImportTarget;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What of the reading a person chose. */
export interface ReadingChoice extends Chosen {
  readonly sheet?: string;
  readonly encoding?: TextLayout['encoding'];
  readonly delimiter?: TextLayout['delimiter'];
}

const limits = { timeoutMs: 600_000, memoryMb: 1_024 };
/** Rows of one sheet unless the settings say otherwise. */
const defaultMaxRows = 2_000_000;
/** So many rows tell what the sheet is like. */
const understoodRows = 1_000;
/** A reading that nobody has heard of for so long has died with its service. */
const deadAfterMs = 60_000;

@Injectable()
export class Imports implements OnApplicationShutdown {
  private readonly script: string;
  private readonly maxRows: number;
  /** Readings and checks that go on in this process, by draft. */
  private readonly running = new Map<string, Promise<void>>();
  /** Two changes of one draft at once would each write what they saw. */
  private readonly inTurn = turns();
  private readonly checks: DraftChecks;

  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS)
    { sheetScript, maxImportRows }: Pick<ApiSettings, 'sheetScript' | 'maxImportRows'>,
  ) {
    this.maxRows = maxImportRows ?? defaultMaxRows;
    this.checks = new DraftChecks(persistence);
    this.script = sheetScript ?? fileURLToPath(new URL('./sheet-child.js', import.meta.url));
  }

  /** Begins an import. @returns its id; it is being read then */
  async begin(
    caller: ImportCaller,
    projectId: string,
    sheet: NewSheet,
    choice: ReadingChoice = {},
  ): Promise<string> {
    // What the rows are for must be known before anything is kept.
    await openKind(this.persistence, caller, projectId, sheet.kind, sheet.target);
    const id = await this.persistence.imports.create(caller.userId, projectId, {
      ...sheet,
      target: { ...sheet.target },
    });
    this.readInBackground(caller, await this.persistence.imports.find(caller, id), choice);
    return id;
  }

  /** The import; a reading that died with its service begins anew. @throws NotFound */
  async find(caller: ImportCaller, id: string): Promise<ImportRecord> {
    const draft = await this.persistence.imports.find(caller, id);
    const isDead = draft.state === 'reading' && Date.now() - draft.touchedAt.getTime() > deadAfterMs;
    if (isDead && !this.running.has(id)) this.readInBackground(caller, draft, {});
    return draft;
  }

  /** Reads the file anew, as the person says. */
  async reread(caller: ImportCaller, draft: ImportRecord, choice: ReadingChoice): Promise<void> {
    await this.persistence.imports.beginReading(draft.id);
    this.readInBackground(caller, draft, choice);
  }

  /** What goes on with it in this process; null: nothing. */
  progressOf(id: string): ImportProgress | null {
    return this.checks.progress.get(id) ?? null;
  }

  /** Checks all rows anew, after columns or what is taken for damage were changed. */
  recheck(caller: ImportCaller, id: string): Promise<void> {
    return this.inTurn(id, async () => {
      const draft = await this.persistence.imports.find(caller, id);
      await this.checks.all(draft, await this.handlerOf(caller, draft));
    });
  }

  /**
   * Puts texts into cells, and checks what that matters to.
   * @param edits texts by column, by row
   * @param restored columns whose cells are as they were read again, by row
   * @throws Conflict when it is committed
   */
  editCells(
    caller: ImportCaller,
    id: string,
    edits: ReadonlyMap<number, CellEdits>,
    restored: ReadonlyMap<number, readonly number[]> = new Map(),
  ): Promise<void> {
    const numbers = [...new Set([...edits.keys(), ...restored.keys()])];
    return this.changeRows(caller, id, numbers, () =>
      this.persistence.imports.editCells(id, edits, restored),
    );
  }

  /** Whose values count in rows that were changed here and in the sheet. @param rows null: all that have a conflict */
  decide(
    caller: ImportCaller,
    id: string,
    rows: readonly number[] | null,
    decision: Decision,
  ): Promise<void> {
    return this.changeRows(caller, id, rows, () => this.persistence.imports.decide(id, rows, decision));
  }

  private changeRows(
    caller: ImportCaller,
    id: string,
    rows: readonly number[] | null,
    change: () => Promise<void>,
  ): Promise<void> {
    return this.inTurn(id, async () => {
      const draft = await this.persistence.imports.find(caller, id);
      await this.checks.afterChange(draft, await this.handlerOf(caller, draft), rows, change);
    });
  }

  handlerOf(caller: ImportCaller, draft: ImportRecord): Promise<KindHandler> {
    return openKind(this.persistence, caller, draft.projectId, draft.kind, draft.target as ImportTarget);
  }

  /**
   * Writes the rows, in one transaction.
   * @throws UserError NOT_READY, UNMAPPED, INVALID_ROWS, UNDECIDED, CHANGED_SINCE; nothing is written then
   */
  commit(caller: ImportCaller, draft: ImportRecord, mode: CommitMode): Promise<Committed> {
    return this.inTurn(draft.id, async () => {
      if (draft.state !== 'ready') throw new UserError('NOT_READY', 'The sheet is still being read.');
      const handler = await this.handlerOf(caller, draft);
      const committed = await commitImport(this.persistence, this.checks, caller.actor, draft, handler, mode);
      await this.remember(draft);
      return committed;
    });
  }

  /** Waits until a draft is read and checked, as far as this process does that. */
  async settled(id: string): Promise<void> {
    await this.running.get(id);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.running.values());
  }

  private readInBackground(caller: ImportCaller, draft: ImportRecord, choice: ReadingChoice): void {
    const reading = (this.running.get(draft.id) ?? Promise.resolve())
      .then(() => this.read(caller, draft, choice))
      .catch((error: unknown) => this.fail(draft, error))
      .finally(() => {
        this.checks.progress.delete(draft.id);
        if (this.running.get(draft.id) === reading) this.running.delete(draft.id);
      });
    this.running.set(draft.id, reading);
  }

  private async read(caller: ImportCaller, draft: ImportRecord, choice: ReadingChoice): Promise<void> {
    const { imports, blobs } = this.persistence;
    await imports.beginReading(draft.id);
    this.checks.forget(draft.id);
    const handler = await this.handlerOf(caller, draft);
    const order = {
      path: blobs.pathOf(draft.sha256),
      name: draft.fileName,
      layout: {
        ...(choice.encoding && { encoding: choice.encoding }),
        ...(choice.delimiter && { delimiter: choice.delimiter }),
      },
      sheet: choice.sheet ?? null,
    };
    let rowCount = 0;
    const first: SheetRow[] = [];
    const back = roundTrip(draft);
    const reading = await readSheet(this.script, order, limits, async (rows, exported) => {
      first.push(...rows.slice(0, understoodRows - first.length));
      rowCount += rows.length;
      refuseTooMany(draft, rowCount, limitsOn(handler, this.maxRows, exported !== null));
      await imports.addRows(draft.id, back.withBases(rows, exported));
      this.checks.progress.set(draft.id, { what: 'reading', done: rowCount, total: null });
    });
    const understood = await understandSheet(first, reading.merged, handler, choice, (fingerprint) =>
      imports.recallMapping(draft.projectId, draft.kind, fingerprint),
    );
    rowCount -= await imports.removeRows(draft.id, understood.headerRow ?? 0);
    const { format, sheets, text } = reading.file;
    await imports.finishReading(draft.id, {
      file: { format, sheets, encoding: text?.encoding ?? null, delimiter: text?.delimiter ?? null },
      settings: { sheet: reading.sheet, ...understood.settings, ...back.settings() },
      columns: back.columns(understood.columns),
      head: first.slice(0, headerSearchRows),
      rowCount,
    });
    await this.recheck(caller, draft.id);
  }

  private async fail(draft: ImportRecord, error: unknown): Promise<void> {
    const problem =
      error instanceof SheetRefused
        ? error.problem
        : ({
            code: 'NOT_READ',
            severity: 'error',
            message: `${draft.fileName} could not be read: ${error instanceof Error ? error.message : String(error)}`,
            place: { file: draft.fileName },
            fix: 'Try again, or save the sheet as CSV and import that.',
          } as const);
    // The draft may have been discarded meanwhile.
    await this.persistence.imports.failReading(draft.id, problem).catch(() => undefined);
  }

  private async remember({ projectId, kind, columns, settings }: ImportRecord): Promise<void> {
    const fields = Object.fromEntries(columns.map(({ heading, field }) => [heading, field]));
    const fingerprint = headerFingerprint(columns.map(({ heading }) => heading));
    const { accepted = {} } = settings as Partial<ImportSettings>;
    await this.persistence.imports.rememberMapping(projectId, kind, fingerprint, {
      fields,
      settings: { accepted },
    });
  }
}

interface RowLimit {
  readonly count: number;
  readonly because: string;
}

function limitsOn({ maxRows }: KindHandler, most: number, isBack: boolean): RowLimit {
  const all: RowLimit[] = [
    { count: most, because: `this service takes at most ${rowsText(most)} (MAX_IMPORT_ROWS)` },
    ...(maxRows ? [maxRows] : []),
    ...(isBack
      ? [
          {
            count: maxRowsBack,
            because: `a sheet that was exported for editing has ${rowsText(maxRowsBack)} at most`,
          },
        ]
      : []),
  ];
  return all.reduce((least, limit) => (limit.count < least.count ? limit : least));
}

/** All rows of such a sheet are compared at once. */
const maxRowsBack = 2 * maxEditedRows;
/** Titles and headings above the data are no rows of it. */
const rowsText = (count: number) => `${count.toLocaleString('en')} rows`;

/** @throws SheetRefused */
function refuseTooMany({ fileName }: ImportRecord, rows: number, { count, because }: RowLimit): void {
  if (rows <= count + headerSearchRows) return;
  throw new SheetRefused({
    code: 'TOO_MANY_ROWS',
    severity: 'error',
    message: `${fileName} has more than ${rowsText(count)}; ${because}.`,
    place: { file: fileName },
    fix: 'Split the sheet and import its parts one after another.',
  });
}
