/** An import of one sheet, as the command drives it on a server. */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable, UsageError } from '../exit-codes.js';
import type { ServerClient } from './client.js';

export interface SheetState {
  readonly state: 'reading' | 'ready' | 'failed' | 'committed';
  readonly sheet: string | null;
  readonly rowCount: number;
  readonly counts: Readonly<Record<string, number>> & { readonly error: number };
  readonly columns: readonly {
    readonly column: number;
    readonly heading: string;
    readonly field: string | null;
  }[];
  readonly problem: { readonly message: string; readonly fix: string | null } | null;
  readonly problemCount: number;
  readonly shownProblems: readonly SheetStateProblem[];
}

export interface SheetStateProblem {
  readonly row: number;
  readonly column: number | null;
  readonly message: string;
  readonly expectation: string | null;
  readonly suggestion: string | null;
}

export interface CommittedSheet {
  /** null: nothing was imported. */
  readonly summary: string | null;
  readonly problems: readonly { readonly message: string }[];
  readonly changeset: { readonly id: string; readonly undoable: boolean } | null;
  readonly result: unknown;
}

interface Answer extends Omit<SheetState, 'problemCount' | 'shownProblems'> {
  readonly problemGroups: readonly { readonly count: number }[];
  readonly rows: { readonly rows: readonly { readonly problems: readonly SheetStateProblem[] }[] };
}

/** Rows whose problems are told one by one. */
const shownRows = 20;
const pollMs = 200;
/** While rows are written. */
const watchMs = 500;

/** Asked for again and again, so it asks for little. */
const progressQuery = `query ($id: ID!) { import(id: $id) { state rowCount problem { message fix }
  counts { error conflict gone warning changed new unchanged } progress { what done total } } }`;

const committedQuery = `query ($id: ID!) { import(id: $id) { state result progress { what done total }
  changeset { id undoable } } }`;

const stateQuery = `query ($id: ID!) { import(id: $id) { state sheet rowCount problem { message fix }
  counts { error conflict gone warning changed new unchanged } columns { column heading field }
  problemGroups { count } rows(status: error, first: ${shownRows}) { rows { problems { row column message expectation suggestion } } } } }`;

export class SheetImport {
  private isCommitted = false;
  private constructor(
    private readonly client: ServerClient,
    private readonly project: string,
    private readonly id: string,
  ) {}

  static async begin(
    client: ServerClient,
    project: string,
    file: string,
    target: {
      readonly kind: string;
      readonly pipeline: string | undefined;
      /** Names of files by input, for all rows. */
      readonly inputs: Readonly<Record<string, string>>;
    },
  ): Promise<SheetImport> {
    const shared = Object.entries(target.inputs).map(([name, file]) => [`input.${name}`, file]);
    const query = new URLSearchParams({
      kind: target.kind,
      ...(target.pipeline && { pipeline: target.pipeline }),
      ...Object.fromEntries(shared),
    });
    const { id } = await client.sendFile<{ id: string }>(
      `/imports/${encodeURIComponent(project)}?${query}`,
      file,
    );
    return new SheetImport(client, project, id);
  }

  /**
   * Waits until the rows are read and checked, as asked for.
   * @param mapping fields by heading; `fact` keeps a column, null ignores it
   * @throws UsageError when the sheet cannot be read, or the mapping names a heading that is not there
   */
  async whenChecked(
    sheet: string | undefined,
    mapping: Readonly<Record<string, string | null>>,
    onProgress: (checked: number, total: number) => void,
  ): Promise<SheetState> {
    let state = await this.settled(onProgress);
    if (sheet !== undefined && sheet !== state.sheet) {
      await this.update({ sheet });
      state = await this.settled(onProgress);
    }
    if (Object.keys(mapping).length === 0) return state;
    await this.update({ columns: columnsOf(state, mapping) });
    return this.settled(onProgress);
  }

  /** @param onProgress is told the rows that are written, or checked once more before that */
  async commit(mode: 'all_or_nothing' | 'valid_only', onProgress: OnProgress): Promise<CommittedSheet> {
    const over = new AbortController();
    const watching = this.watch(over.signal, onProgress);
    try {
      return await this.commitHere(mode);
    } catch (error) {
      // A long commit goes on when its connection is cut; what became of it is asked for then.
      if (!(error instanceof Unreachable)) throw error;
      return await this.outcome(error, onProgress);
    } finally {
      over.abort();
      await watching;
    }
  }

  private async commitHere(mode: 'all_or_nothing' | 'valid_only'): Promise<CommittedSheet> {
    const { commitImport } = await this.client.graphql<{
      commitImport: Omit<CommittedSheet, 'changeset' | 'result'> & {
        readonly import: Pick<CommittedSheet, 'changeset' | 'result'> | null;
      };
    }>(
      `mutation ($input: CommitImportInput!) { commitImport(input: $input) {
        summary problems { message } import { result changeset { id undoable } } } }`,
      { input: { id: this.id, mode } },
    );
    const { summary, problems } = commitImport;
    this.isCommitted = summary != null;
    const { changeset = null, result = null } = commitImport.import ?? {};
    return { summary: summary ?? null, problems, changeset, result };
  }

  /** Tells how far the service is until it is stopped. Whatever goes wrong with that is no matter. */
  private async watch(signal: AbortSignal, onProgress: OnProgress): Promise<void> {
    while (!signal.aborted) {
      await sleep(watchMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.client
        .graphql<{ import: Working }>(progressQuery, { id: this.id })
        .then(({ import: { progress } }) => tell(progress, onProgress))
        .catch(() => undefined);
    }
  }

  /** Waits for the end of a commit that nobody answered. @throws Unreachable as before, where it did not go on */
  private async outcome(cause: Unreachable, onProgress: OnProgress): Promise<CommittedSheet> {
    for (;;) {
      const { import: now } = await this.client.graphql<{
        import: Working & Pick<SheetState, 'state'> & Pick<CommittedSheet, 'result' | 'changeset'>;
      }>(committedQuery, { id: this.id });
      if (now.state === 'committed') {
        this.isCommitted = true;
        const { summary = 'Imported.' } = (now.result ?? {}) as { summary?: string };
        return { summary, problems: [], changeset: now.changeset, result: now.result };
      }
      if (now.progress === null) throw cause;
      tell(now.progress, onProgress);
      await sleep(watchMs);
    }
  }

  /** The rows that were or would not be imported, each with its reason, as a workbook to mend and import. */
  rejectedRows(): Promise<Readable> {
    return this.client.download(
      `/projects/${encodeURIComponent(this.project)}/imports/${this.id}/rejected.xlsx`,
    );
  }

  async discardUnlessCommitted(): Promise<void> {
    if (this.isCommitted) return;
    await this.client.graphql('mutation ($id: ID!) { discardImport(id: $id) { done } }', { id: this.id });
  }

  private async update(change: Readonly<Record<string, unknown>>): Promise<void> {
    const { updateImport } = await this.client.graphql<{ updateImport: { problems: { message: string }[] } }>(
      'mutation ($input: UpdateImportInput!) { updateImport(input: $input) { problems { message } } }',
      { input: { id: this.id, ...change } },
    );
    const [problem] = updateImport.problems;
    if (problem) throw new UsageError(problem.message);
  }

  private async settled(onProgress: (checked: number, total: number) => void): Promise<SheetState> {
    for (;;) {
      const { import: now } = await this.client.graphql<{
        import: Working & Pick<SheetState, 'state' | 'rowCount' | 'problem' | 'counts'>;
      }>(progressQuery, { id: this.id });
      if (now.problem) throw new UsageError(`${now.problem.message} ${now.problem.fix ?? ''}`.trim());
      const checked = Object.values(now.counts).reduce((sum, n) => sum + n, 0);
      if (now.progress?.what === 'checking') onProgress(now.progress.done, now.rowCount);
      if (now.state === 'ready' && checked >= now.rowCount) return this.checkedState();
      await sleep(pollMs);
    }
  }

  private async checkedState(): Promise<SheetState> {
    const { import: answer } = await this.client.graphql<{ import: Answer }>(stateQuery, { id: this.id });
    const { problemGroups, rows, ...state } = answer;
    const problemCount = problemGroups.reduce((sum, { count }) => sum + count, 0);
    return { ...state, problemCount, shownProblems: rows.rows.flatMap(({ problems }) => problems) };
  }
}

interface Working {
  readonly progress: { readonly what: string; readonly done: number; readonly total: number | null } | null;
}

type OnProgress = (what: 'checking' | 'writing', done: number, total: number) => void;

function tell(progress: Working['progress'], onProgress: OnProgress): void {
  if (progress?.what !== 'checking' && progress?.what !== 'writing') return;
  if (progress.total !== null) onProgress(progress.what, progress.done, progress.total);
}

function columnsOf({ columns }: SheetState, mapping: Readonly<Record<string, string | null>>) {
  return Object.entries(mapping).map(([heading, field]) => {
    const column = columns.find((each) => each.heading === heading)?.column;
    if (column === undefined) {
      const headings = columns.map((each) => each.heading).join(', ');
      throw new UsageError(`--mapping: the sheet has no column ${heading}. It has ${headings}.`);
    }
    return { column, field };
  });
}
