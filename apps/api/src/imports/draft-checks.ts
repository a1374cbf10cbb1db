/** Checks of drafts that go on in this process: what they have in hand for the next edit, and how far they are. */
import type { RowChecker } from '@batchyard/domain';
import type { ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { checkAgain, fewRows, ownNames } from './check-again.js';
import { checkImport } from './check-import.js';
import { observedChecker, rowJudge } from './judge-rows.js';
import type { KindHandler } from './kinds/kind-handler.js';

/** What goes on with an import at this moment. */
export interface ImportProgress {
  readonly what: 'reading' | 'checking' | 'writing';
  /** Rows. */
  readonly done: number;
  /** null while that is not known. */
  readonly total: number | null;
}

/** What checking has in hand of a draft, to be used again while it is understood alike. */
interface KeptChecker {
  readonly understood: string;
  readonly checker: RowChecker;
}

const keptCheckers = 16;

export class DraftChecks {
  /** By draft; none where nothing goes on. */
  readonly progress = new Map<string, ImportProgress>();
  private readonly checkers = new Map<string, KeptChecker>();
  /** The newest change of the project when all rows of a draft were checked last, by draft. */
  private readonly judgedAt = new Map<string, string | null>();

  constructor(private readonly persistence: Pick<Persistence, 'imports'>) {}

  /** Checks all rows. */
  async all(draft: ImportRecord, handler: KindHandler): Promise<void> {
    const { id, rowCount: total } = draft;
    const { imports } = this.persistence;
    const tell = (done: number) => this.progress.set(id, { what: 'checking', done, total });
    tell(0);
    this.judgedAt.delete(id);
    try {
      const judgedAt = await imports.newestChange(draft.projectId);
      await checkImport(this.persistence, draft, handler, await this.checkerOf(draft, handler), tell);
      this.judgedAt.set(id, judgedAt);
    } finally {
      this.progress.delete(id);
    }
  }

  /** Whether what the rows were checked against is as it was, as far as that is written in the journal. */
  async areUpToDate({ id, projectId, kind }: ImportRecord): Promise<boolean> {
    const judgedAt = this.judgedAt.get(id);
    // Files come without an entry in the journal.
    if (judgedAt === undefined || kind === 'batch' || kind === 'design') return false;
    return judgedAt === (await this.persistence.imports.newestChange(projectId));
  }

  /** Makes a change and checks what it matters to. @param rows null: it may be any */
  async afterChange(
    draft: ImportRecord,
    handler: KindHandler,
    rows: readonly number[] | null,
    change: () => Promise<void>,
  ): Promise<void> {
    if (rows === null || rows.length > fewRows) {
      await change();
      return this.all(draft, handler);
    }
    const { imports } = this.persistence;
    const checker = await this.checkerOf(draft, handler);
    const former = await ownNames(imports, draft, rowJudge(draft, handler, checker), rows);
    await change();
    const isDone = await checkAgain(this.persistence, draft, handler, checker, rows, former);
    if (!isDone) await this.all(draft, handler);
  }

  async checkerOf(draft: ImportRecord, handler: KindHandler): Promise<RowChecker> {
    const kept = this.checkers.get(draft.id);
    if (kept?.understood === understoodAs(draft)) return kept.checker;
    const checker = await observedChecker(this.persistence.imports, draft, handler);
    this.keep(draft, checker);
    return checker;
  }

  /** Its rows are read anew, or it is gone. */
  forget(id: string): void {
    this.checkers.delete(id);
    this.judgedAt.delete(id);
  }

  private keep(draft: ImportRecord, checker: RowChecker): void {
    this.checkers.delete(draft.id);
    this.checkers.set(draft.id, { understood: understoodAs(draft), checker });
    const [oldest] = this.checkers.keys();
    if (this.checkers.size > keptCheckers && oldest !== undefined) this.forget(oldest);
  }
}

/** Tells drafts apart whose cells are checked differently. */
function understoodAs({ columns, settings }: ImportRecord): string {
  const { sheet, headerRow, decimal, dateOrder, accepted } = settings;
  const fields = columns.map(({ column, heading, field }) => [column, heading, field]);
  return JSON.stringify([fields, sheet, headerRow, decimal, dateOrder, accepted]);
}
