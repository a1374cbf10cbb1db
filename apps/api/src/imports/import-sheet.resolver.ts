import { factField, NotFound, UserError } from '@batchyard/domain';
import type { ImportRecord, ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { ImportSheetInput, ImportSheetPayload } from './import-sheet.types.js';
import { type ImportCaller, Imports } from './imports.js';
import { callerOf } from './imports.resolver.js';
import { presentImport } from './present-import.js';

const mappingSchema = z.record(z.string(), z.string().nullable());
type Mapping = z.infer<typeof mappingSchema>;
const targetSchema = z.strictObject({
  pipeline: z.string().optional(),
  templateId: z.string().optional(),
  inputs: z.record(z.string(), z.string()).optional(),
});
const maxTold = 500;

/** Upload, draft, mapping and commit in one call. */
@Resolver()
export class ImportSheetResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly imports: Imports,
  ) {}

  @Mutation(() => ImportSheetPayload)
  @AllowIn('project', 'edit', (args: { input: ImportSheetInput }) => args.input.projectSlug)
  async importSheet(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: ImportSheetInput,
  ) {
    let found: Awaited<ReturnType<typeof this.describe>> | null = null;
    const payload = await orProblems(async () => {
      const caller = callerOf(identity);
      const mapping = readObject('mapping', mappingSchema, input.mapping);
      const id = await this.begin(caller, projectId, input, mapping);
      try {
        await this.imports.settled(id);
        const draft = await this.readDraft(caller, id);
        refuseStrangeHeadings(draft, Object.keys(mapping));
        found = await this.describe(draft);
        if (input.plan) return {};
        const { summary } = await this.imports.commit(caller, draft, input.mode);
        return { summary, import: presentImport(await this.imports.find(caller, id)) };
      } finally {
        await this.discardUnlessCommitted(caller, id);
      }
    });
    // What is wrong with which rows is told also where nothing was written for it.
    return { ...(found ?? {}), ...payload };
  }

  /** @throws NotFound for a file of another project */
  private async begin(
    caller: ImportCaller,
    projectId: string,
    input: ImportSheetInput,
    mapping: Mapping,
  ): Promise<string> {
    const target = readObject('target', targetSchema, input.target);
    const file = await this.persistence.files.find(caller, input.fileId);
    if (file.projectId !== projectId) throw new NotFound('The file');
    const { name: fileName, sha256 } = file;
    const sheet = { kind: input.kind, target, fileName, sizeBytes: Number(file.sizeBytes), sha256 };
    const fields = Object.entries(mapping).map(([heading, field]): [string, string | null] => [
      heading,
      field === 'fact' ? factField(heading).name : field,
    ]);
    const choice = { fields: new Map(fields), ...(input.sheet != null && { sheet: input.sheet }) };
    return this.imports.begin(caller, projectId, sheet, choice);
  }

  /** @throws UserError when the sheet could not be read */
  private async readDraft(caller: ImportCaller, id: string): Promise<ImportRecord> {
    const draft = await this.imports.find(caller, id);
    if (draft.problem === null) return draft;
    throw new UserError(draft.problem.code, draft.problem.message, draft.problem.place, [draft.problem]);
  }

  private async describe({ id }: ImportRecord) {
    const { imports } = this.persistence;
    const errors = await imports.rows(id, 'error', 0, maxTold);
    // Rows that change something or nothing may have warnings, too.
    const others = (await imports.rowsWithProblems(id, 0, maxTold)).filter(
      ({ status }) => status !== 'error',
    );
    const rows = [...errors, ...others];
    return {
      counts: await imports.countRows(id),
      problemGroups: await imports.problemGroups(id),
      sheetProblems: rows.flatMap(({ problems }) => problems).slice(0, maxTold),
    };
  }

  private async discardUnlessCommitted(caller: ImportCaller, id: string): Promise<void> {
    const { state } = await this.imports.find(caller, id);
    if (state !== 'committed') await this.persistence.imports.discard(id);
  }
}

function refuseStrangeHeadings({ columns, settings }: ImportRecord, headings: readonly string[]): void {
  const known = columns.map(({ heading }) => heading);
  const strange = headings.filter((heading) => !known.includes(heading));
  if (strange.length === 0) return;
  const names = (list: readonly string[]) => list.map((name) => JSON.stringify(name)).join(', ');
  throw new UserError(
    'UNKNOWN_COLUMN',
    `The sheet ${settings.sheet ?? ''} has no column ${names(strange)}. It has ${names(known)}.`,
    { parameter: 'mapping' },
  );
}

function readObject<T>(name: string, schema: z.ZodType<T>, raw: unknown): T {
  const read = schema.safeParse(raw ?? {});
  if (!read.success) throw invalid(name, `${name} cannot be read: ${read.error.issues[0]?.message}.`);
  return read.data;
}
