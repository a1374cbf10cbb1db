/** What a schedule asks for at one of its times: the batch as a person would start it, with the files of that moment. */
import {
  batchOptionsSchema,
  type DesignSpec,
  designSchema,
  type InputReference,
  type JsonObject,
  matchFiles,
  roleAllows,
  UserError,
} from '@batchyard/domain';
import type { BatchRequest } from '../batch-start/plan-batch.js';
import type { Session } from '../database/session.js';
import { type Caller, projectAccess } from '../projects/access.js';
import type { InputPatterns, ScheduleRecord } from './schedule-record.js';

interface Target {
  readonly spec: DesignSpec;
  readonly options: JsonObject;
}

/** @throws UserError NOT_ALLOWED_ANY_MORE, TARGET_GONE, INPUT_NOT_FOUND, SEVERAL_PATTERNS */
export async function scheduledRequest(
  session: Session,
  schedule: ScheduleRecord,
  dueAt: Date,
): Promise<BatchRequest> {
  await requireOwner(session, schedule);
  const { spec, options } = await targetOf(session, schedule);
  return {
    projectId: schedule.projectId,
    designId: schedule.inputs === null ? schedule.designId : null,
    spec,
    options: batchOptionsSchema.parse({ ...options, ...schedule.options }),
    name: `${schedule.name} ${dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    metadata: { schedule: schedule.name, due_at: dueAt.toISOString() },
    validOnly: true,
  };
}

async function requireOwner(session: Session, { projectId, createdById }: ScheduleRecord): Promise<void> {
  const [owner] = await session.query<Caller>(
    `select id as "userId", is_administrator as "isAdministrator" from app_user where id = $1 and disabled_at is null`,
    [createdById],
  );
  const [project] = await session.query<{ slug: string }>('select slug from project where id = $1', [
    projectId,
  ]);
  const access = owner && project ? await projectAccess(session, owner, 'project', project.slug) : null;
  if (access !== null && roleAllows(access.role, 'run')) return;
  throw new UserError(
    'NOT_ALLOWED_ANY_MORE',
    'Whoever set up this schedule may no longer run batches in this project. Somebody who may has to save it again.',
  );
}

/** A design, or a template with inputs; `options` are the template's. */
async function targetOf(session: Session, schedule: ScheduleRecord): Promise<Target> {
  const { projectId, designId, templateId, inputs } = schedule;
  const sets = inputs === null ? null : await matchInputs(session, projectId, inputs);
  if (designId !== null) {
    const [design] = await session.query<{ spec: DesignSpec }>('select spec from design where id = $1', [
      designId,
    ]);
    if (design === undefined) throw gone('design');
    return { spec: sets === null ? design.spec : { ...design.spec, inputs: sets }, options: {} };
  }
  const [template] = await session.query<{ pipeline: string; params: JsonObject; options: JsonObject }>(
    `select t.pipeline_name as pipeline, v.params, v.options
     from template t join template_version v on v.template_id = t.id
     where t.id = $1 order by v.version desc limit 1`,
    [templateId],
  );
  if (template === undefined) throw gone('template');
  const { options, ...design } = template;
  return { spec: designSchema.parse({ ...design, name: schedule.name, inputs: sets ?? [] }), options };
}

const gone = (what: string) => new UserError('TARGET_GONE', `The ${what} of this schedule is gone.`);

/** One set for each file that the pattern matches, in the order of names; of equal names the newest file counts. */
async function matchInputs(
  session: Session,
  projectId: string,
  patterns: InputPatterns,
): Promise<InputReference[]> {
  const files = await session.query<{ name: string; id: string }>(
    'select distinct on (name) name, id from file where project_id = $1 order by name, id desc',
    [projectId],
  );
  const ids = new Map(files.map(({ name, id }) => [name, id]));
  const fixed: InputReference = {};
  let many: { readonly input: string; readonly names: readonly string[] } | null = null;
  for (const [input, pattern] of Object.entries(patterns)) {
    const names = matchFiles([...ids.keys()], pattern)?.map(({ path }) => path) ?? [];
    if (names.length === 0) throw noSuchFile(input, pattern);
    if (!isPattern(pattern)) fixed[input] = ids.get(pattern) as string;
    else if (many === null) many = { input, names };
    else throw severalPatterns(many.input, input);
  }
  if (many === null) return [fixed];
  const { input, names } = many;
  return names.map((name) => ({ ...fixed, [input]: ids.get(name) as string }));
}

const isPattern = (text: string) => /[*?]/.test(text);

const noSuchFile = (input: string, pattern: string) =>
  new UserError(
    'INPUT_NOT_FOUND',
    isPattern(pattern)
      ? `No file of the project has a name like ${pattern}.`
      : `The project has no file ${pattern}.`,
    { input },
  );

const severalPatterns = (first: string, second: string) =>
  new UserError(
    'SEVERAL_PATTERNS',
    `Both ${first} and ${second} stand for many files. Give one pattern and single files for the others.`,
    { input: second },
  );
