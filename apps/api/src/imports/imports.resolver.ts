import { factField, UserError } from '@batchyard/domain';
import type {
  CellEdits,
  ImportRecord,
  ImportRowRecord,
  ImportRowStatus,
  ImportSettings,
} from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Changeset, presentChangeset } from '../changesets/changesets.types.js';
import { ImportRowStatusEnum } from '../graphql/enums.js';
import type { Loaders } from '../graphql/loaders.js';
import { DonePayload } from '../graphql/problem.types.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { type ImportCaller, Imports } from './imports.js';
import {
  CommitImportInput,
  CommitImportPayload,
  DecideImportConflictsInput,
  EditImportCellsInput,
  Import,
  ImportField,
  type ImportNode,
  ImportPayload,
  ImportProblemGroup,
  ImportProgress,
  ImportRowPage,
  type MendedCell,
  presentField,
  RepairImportInput,
  RepairImportPayload,
  UpdateImportInput,
} from './imports.types.js';
import { mendedCell, presentImport, presentRow } from './present-import.js';
import { acceptedWith, conventionsWith, readingChoice } from './read-changes.js';
import { repairOf } from './repair.js';
import { chosenBecause } from './understand-sheet.js';

const ofDraft = (args: { input: { id: string } }) => args.input.id;
const maxRows = 500;
const maxEdits = 10_000;
/** Cells of a repair that are told one by one. */
const maxMended = 50_000;

@Resolver(() => Import)
export class ImportsResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly imports: Imports,
  ) {}

  @Query(() => Import, { description: "The caller's own draft, or an import that was committed." })
  @AllowSignedIn()
  async import(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentImport(await this.imports.find(callerOf(identity), id));
  }

  @Mutation(() => ImportPayload)
  @AllowIn('import_draft', 'edit', ofDraft)
  updateImport(@CurrentIdentity() identity: Identity, @Args('input') input: UpdateImportInput) {
    return this.change(identity, input.id, async (caller, draft) => {
      const choice = readingChoice(input, draft);
      if (choice !== null) return this.imports.reread(caller, draft, choice);
      const settings = {
        ...draft.settings,
        ...acceptedWith(draft, input.acceptDamage ?? []),
        ...conventionsWith(input),
      } as ImportSettings;
      await this.persistence.imports.changeSettings(draft.id, settings, columnsWith(draft, input));
      await this.imports.recheck(caller, draft.id);
    });
  }

  @Mutation(() => ImportPayload)
  @AllowIn('import_draft', 'edit', ofDraft)
  editImportCells(@CurrentIdentity() identity: Identity, @Args('input') { id, edits }: EditImportCellsInput) {
    if (edits.length > maxEdits) throw invalid('edits', `At most ${maxEdits} cells are edited at once.`);
    return this.change(identity, id, async (caller) => {
      const byRow = new Map<number, Record<string, string | null>>();
      const restored = new Map<number, number[]>();
      for (const { row, column, text, restore } of edits) {
        if (restore) restored.set(row, [...(restored.get(row) ?? []), column]);
        else byRow.set(row, { ...byRow.get(row), [column]: text?.trim() ? text : null });
      }
      await this.imports.editCells(caller, id, byRow, restored);
    });
  }

  @Mutation(() => RepairImportPayload)
  @AllowIn('import_draft', 'edit', ofDraft)
  repairImport(@CurrentIdentity() identity: Identity, @Args('input') input: RepairImportInput) {
    const mended: MendedCell[] = [];
    return this.change(identity, input.id, async (caller) => {
      const edits = new Map<number, CellEdits>();
      for await (const row of this.rowsWithProblems(input.id)) {
        const text = repairOf(row, input);
        if (text === undefined) continue;
        edits.set(row.number, { [input.column]: text });
        mended.push(mendedCell(row, input.column, text));
      }
      await this.imports.editCells(caller, input.id, edits);
    }).then((payload) => ({ ...payload, mended: mended.length > maxMended ? null : mended }));
  }

  @Mutation(() => ImportPayload)
  @AllowIn('import_draft', 'edit', ofDraft)
  decideImportConflicts(
    @CurrentIdentity() identity: Identity,
    @Args('input') { id, rows, decision }: DecideImportConflictsInput,
  ) {
    return this.change(identity, id, async (caller) => {
      await this.imports.decide(caller, id, rows ?? null, decision);
    });
  }

  @Mutation(() => CommitImportPayload)
  @AllowIn('import_draft', 'edit', ofDraft)
  commitImport(@CurrentIdentity() identity: Identity, @Args('input') { id, mode }: CommitImportInput) {
    return orProblems(async () => {
      const caller = callerOf(identity);
      const draft = await this.ownDraft(caller, id);
      const { summary } = await this.imports.commit(caller, draft, mode);
      return { import: presentImport(await this.imports.find(caller, id)), summary };
    });
  }

  @Mutation(() => DonePayload)
  @AllowIn('import_draft', 'edit', (args: { id: string }) => args.id)
  discardImport(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return orProblems(async () => {
      await this.ownDraft(callerOf(identity), id);
      await this.persistence.imports.discard(id);
      return { done: true };
    });
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { record }: ImportNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(record.projectId));
  }

  @ResolveField(() => [ImportField], { description: 'What a sheet of this kind may say.' })
  @AllowThroughParent()
  async fields(@Parent() { record }: ImportNode, @CurrentIdentity() identity: Identity) {
    return (await this.imports.handlerOf(callerOf(identity), record)).fields.map(presentField);
  }

  @ResolveField(() => ImportProgress, {
    nullable: true,
    description: 'How far the work on it is that goes on now; null: none does.',
  })
  @AllowThroughParent()
  progress(@Parent() { id }: ImportNode) {
    return this.imports.progressOf(id);
  }

  @ResolveField(() => ImportRowPage, { description: 'Rows in the order of the sheet.' })
  @AllowThroughParent()
  async rows(
    @Parent() { id }: ImportNode,
    @Args('status', { type: () => ImportRowStatusEnum, nullable: true }) status: ImportRowStatus | null,
    @Args('after', { type: () => Int, nullable: true }) after: number | null,
    @Args('first', { type: () => Int, nullable: true }) first: number | null,
    @Args('numbers', {
      type: () => [Int],
      nullable: true,
      description: 'These rows, and nothing else; at most 500.',
    })
    numbers: number[] | null,
  ): Promise<ImportRowPage> {
    if (numbers != null) {
      const named = await this.persistence.imports.rowsNumbered(id, numbers.slice(0, maxRows));
      return { rows: named.map(presentRow), nextAfter: null };
    }
    const count = Math.min(Math.max(first ?? 100, 1), maxRows);
    const rows = await this.persistence.imports.rows(id, status ?? null, after ?? 0, count + 1);
    const page = rows.slice(0, count);
    return {
      rows: page.map(presentRow),
      nextAfter: rows.length > count ? (page.at(-1)?.number ?? null) : null,
    };
  }

  @ResolveField(() => [Int], { description: 'Numbers of all rows in the order of the sheet, for scrolling.' })
  @AllowThroughParent()
  rowNumbers(
    @Parent() { id }: ImportNode,
    @Args('status', { type: () => ImportRowStatusEnum, nullable: true }) status: ImportRowStatus | null,
  ): Promise<number[]> {
    return this.persistence.imports.rowNumbers(id, status ?? null);
  }

  @ResolveField(() => [ImportProblemGroup], { description: 'Errors first, then the most frequent.' })
  @AllowThroughParent()
  problemGroups(@Parent() { id }: ImportNode): Promise<ImportProblemGroup[]> {
    return this.persistence.imports.problemGroups(id);
  }

  @ResolveField(() => Changeset, { nullable: true, description: 'What it changed, where it can be undone.' })
  @AllowThroughParent()
  async changeset(@Parent() { record }: ImportNode, @CurrentIdentity() identity: Identity) {
    if (record.changesetId === null) return null;
    return presentChangeset(await this.persistence.changesets.find(identity, record.changesetId));
  }

  private change(
    identity: Identity,
    id: string,
    work: (caller: ImportCaller, draft: ImportRecord) => Promise<void>,
  ) {
    return orProblems(async () => {
      const caller = callerOf(identity);
      await work(caller, await this.ownDraft(caller, id));
      return { import: presentImport(await this.imports.find(caller, id)) };
    });
  }

  /** @throws NotFound, UserError when it is committed or is being read */
  private async ownDraft(caller: ImportCaller, id: string): Promise<ImportRecord> {
    const draft = await this.imports.find(caller, id);
    if (draft.state === 'committed') throw new UserError('COMMITTED', 'The sheet is imported already.');
    return draft;
  }

  private async *rowsWithProblems(id: string): AsyncGenerator<ImportRowRecord> {
    for (let after = 0; ; ) {
      const rows = await this.persistence.imports.rowsWithProblems(id, after, maxRows);
      yield* rows;
      if (rows.length < maxRows) break;
      after = rows.at(-1)?.number ?? after;
    }
  }
}

@Resolver(() => Project)
export class ProjectImportsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [Import], {
    description: "The caller's drafts and all committed imports, newest first, at most 100.",
  })
  @AllowThroughParent()
  async imports(@Parent() project: Project, @CurrentIdentity() identity: Identity) {
    return (await this.persistence.imports.list(identity, project.id)).map(presentImport);
  }
}

export function callerOf(identity: Identity): ImportCaller {
  return { userId: identity.userId, isAdministrator: identity.isAdministrator, actor: actorOf(identity) };
}

/** Columns as the person maps them; each field at most once, the newest choice first. */
function columnsWith(draft: ImportRecord, { columns }: UpdateImportInput): ImportRecord['columns'] {
  const chosen = new Map((columns ?? []).map(({ column, field }) => [column, field ?? null]));
  const taken = new Set(chosen.values());
  return draft.columns.map((column) => {
    const field = chosen.get(column.column);
    if (field !== undefined) {
      const name = field === 'fact' ? factField(column.heading).name : field;
      return { ...column, field: name, confidence: 1, because: chosenBecause };
    }
    if (column.field === null || !taken.has(column.field)) return column;
    return { ...column, field: null, confidence: 0, because: 'another column was chosen for it' };
  });
}
