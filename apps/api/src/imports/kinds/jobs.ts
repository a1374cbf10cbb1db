import {
  batchOptionsSchema,
  type CheckedRow,
  countOf,
  type DesignSpec,
  designSchema,
  type FieldValue,
  fieldsOfSchema,
  type InputReference,
  type JobSheetPipeline,
  type JsonObject,
  jobFields,
  jobOfRow,
  type ListedJob,
  maxCells,
  mergeParams,
  UserError,
  valuesOfHeadings,
} from '@batchyard/domain';
import type { Actor } from '@batchyard/persistence';
import { nearestName, type Pipeline, paramsJsonSchema, plannable } from '@batchyard/pipelines';
import type { Persistence } from '../../persistence.module.js';
import {
  allOf,
  type Committed,
  doubles,
  fine,
  type KindHandler,
  type RowVerdict,
  rowProblem,
  wrong,
} from './kind-handler.js';
import { namesOfSet } from './names-there.js';

/** What the rows are jobs of. */
export interface JobTarget {
  readonly pipeline: string;
  /** Parameters that the rows change; {} for the pipeline's defaults. */
  readonly params: JsonObject;
  /** Options of the batch that are given; {} for the defaults. */
  readonly options: JsonObject;
  /** Files of the project by input, for rows that name none themselves. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Ids of files that a template shares by input, where neither rows nor `inputs` name one. */
  readonly sharedFiles: InputReference;
}

/** Rows are jobs of one pipeline: a batch that starts, or the list of a design. */
export async function jobHandler(
  { batchStarts, designs, imports, pipelines }: Persistence,
  kind: 'batch' | 'design',
  projectId: string,
  target: JobTarget,
): Promise<KindHandler> {
  const pipeline = await pipelines.offered(target.pipeline);
  if (pipeline === undefined) {
    throw new UserError('UNKNOWN_PIPELINE', `There is no pipeline ${JSON.stringify(target.pipeline)}.`, {
      parameter: 'target.pipeline',
    });
  }
  const parameters = fieldsOfSchema(paramsJsonSchema(pipeline) as unknown as JsonObject);
  const files = await imports.fileNames(projectId);
  checkShared(target, pipeline, files);
  const isShared = (name: string) =>
    Object.hasOwn(target.inputs, name) || Object.hasOwn(target.sharedFiles, name);
  // What all rows have needs no column.
  const inputs = pipeline.inputs.map((input) =>
    isShared(input.name) ? { ...input, optional: true } : input,
  );
  const sheet: JobSheetPipeline = { inputs, parameters };
  const specOf = async (rows: readonly CheckedRow[], name: string) => {
    const jobs = rows.map((row) => jobOfRow(row.row, row.values, sheet));
    const spec = await designs.withFileIds(projectId, listDesign(jobs, target, name));
    // By id: another file may have the name of a shared one by now.
    const shared = (job: ListedJob) => ({ ...job, inputs: { ...target.sharedFiles, ...job.inputs } });
    return { ...spec, ...(spec.jobs && { jobs: spec.jobs.map(shared) }) };
  };

  return {
    fields: jobFields(sheet, kind),
    hasFacts: true,
    maxRows: {
      count: maxCells,
      because: `a ${kind} made from a sheet has at most ${maxCells.toLocaleString('en')} jobs`,
    },
    valuesOfHeadings: (columns) => valuesOfHeadings(columns, sheet),
    named: new Map(pipeline.inputs.map(({ name }) => [`inputs.${name}`, namesOfSet(files)])),
    nameFields: ['id'],

    async judge(rows) {
      const twice = doubles(rows, 'id');
      return rows.map((row) => {
        const before = twice.get(row.row);
        if (before !== undefined) {
          return wrong(
            rowProblem(row, 'id', `The id stands in row ${before} already`, { code: 'DOUBLE_ROW' }),
          );
        }
        return judgeJob(row, jobOfRow(row.row, row.values, sheet), pipeline, target, files);
      });
    },

    async commit(actor, rows, name): Promise<Committed> {
      const spec = await specOf(await allOf(rows.inOrder()), name);
      return kind === 'batch' ? startBatch(actor, spec, name) : saveDesign(actor, spec);
    },
  };

  async function startBatch(actor: Actor, spec: DesignSpec, name: string): Promise<Committed> {
    const options = batchOptionsSchema.parse(target.options);
    const request = { projectId, designId: null, spec, options, name };
    const { batchId, changesetId } = await batchStarts.start({ ...actor, source: 'import' }, request);
    return {
      changesetId,
      batchId,
      summary: `Started a batch of ${countOf(spec.jobs?.length ?? 0, 'job')}.`,
    };
  }

  async function saveDesign(actor: Actor, spec: DesignSpec): Promise<Committed> {
    const { designId, changesetId } = await designs.create({ ...actor, source: 'import' }, projectId, spec);
    return {
      changesetId,
      designId,
      summary: `Saved a design of ${countOf(spec.jobs?.length ?? 0, 'job')}.`,
    };
  }
}

/** @throws UserError for an input that the pipeline has not, or a file that the project has not */
function checkShared({ inputs }: JobTarget, pipeline: Pipeline, files: ReadonlySet<string>): void {
  const names = pipeline.inputs.map(({ name }) => name);
  for (const [input, file] of Object.entries(inputs)) {
    const place = { parameter: `target.inputs.${input}` };
    if (!names.includes(input)) {
      const message = `${pipeline.title} has no input ${input}; it has ${names.join(', ')}.`;
      throw new UserError('UNKNOWN_INPUT', message, place);
    }
    if (!files.has(file))
      throw new UserError('UNKNOWN_FILE', `There is no file ${file} in the project.`, place);
  }
}

function listDesign(
  rows: readonly ListedJob[],
  { pipeline, params, inputs }: JobTarget,
  name: string,
): DesignSpec {
  const jobs = rows.map((job) => ({ ...job, inputs: { ...inputs, ...job.inputs } }));
  return designSchema.parse({ name, pipeline, kind: 'list', params, jobs });
}

function judgeJob(
  row: CheckedRow,
  job: ListedJob,
  pipeline: Pipeline,
  { params }: JobTarget,
  files: ReadonlySet<string>,
): RowVerdict {
  const unknown = Object.entries(job.inputs).flatMap(([input, names]) =>
    [names].flat().flatMap((name) => {
      if (files.has(name)) return [];
      const suggestion = nearestFile(name, files);
      return [rowProblem(row, `inputs.${input}`, `There is no file ${name} in the project`, { suggestion })];
    }),
  );
  const parsed = plannable(pipeline).parse(mergeParams(params, job.params));
  const bad = 'problems' in parsed ? parsed.problems : [];
  const problems = [
    ...unknown,
    ...bad.map(({ message, place, expectation }) =>
      rowProblem(row, fieldIn(row, place.parameter), message, { expectation: expectation ?? null }),
    ),
  ];
  return problems.length === 0 ? fine : { status: 'error', problems };
}

/** The file of the same name where a path was given, else the name most like it. */
function nearestFile(name: string, files: ReadonlySet<string>): string | null {
  const base = name.replace(/^.*[/\\]/, '');
  return files.has(base) ? base : nearestName(name, files);
}

/** The field that a parameter's problem belongs to, where the sheet has it. */
function fieldIn({ values }: CheckedRow, parameter: string | undefined): string | null {
  const value: FieldValue | undefined = parameter === undefined ? undefined : values[parameter];
  return value === undefined ? null : (parameter ?? null);
}
