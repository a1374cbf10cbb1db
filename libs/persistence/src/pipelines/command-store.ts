/** The definitions of command pipelines: new versions, retirement, history. */
import { NotFound, UserError } from '@batchyard/domain';
import { type Problem, readCommandDefinition } from '@batchyard/pipelines';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';

/** One version of a command pipeline. */
export interface CommandRecord {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly yaml: string;
  readonly createdById: string | null;
  readonly createdAt: Date;
  /** null: offered, unless a newer version is. */
  readonly retiredAt: Date | null;
}

/** Versions that a page lists. */
const listedVersions = 1_000;

const columns = `id, name, version, yaml, created_by as "createdById", created_at as "createdAt",
  retired_at as "retiredAt"`;

export function commandStore(database: Database) {
  return {
    /** By name, newest first. */
    list: () =>
      database.query<CommandRecord>(
        `select ${columns} from command_pipeline order by name, id desc limit ${listedVersions}`,
      ),

    /** What is wrong with a definition, also beside those there are. */
    check: (yaml: string): Promise<readonly Problem[]> => checkNew(database, yaml),

    /** Stores a new version. @throws UserError INVALID_PIPELINE with every problem */
    define: (actor: Actor, yaml: string): Promise<CommandRecord> =>
      database.transaction((session) => define(session, actor, yaml)),

    /**
     * Takes versions out of what is offered.
     * @param version null: all of the name
     * @throws NotFound where none is offered
     */
    retire: (actor: Actor, name: string, version: string | null): Promise<CommandRecord[]> =>
      database.transaction((session) => retire(session, actor, name, version)),
  };
}

async function checkNew(session: Session, yaml: string): Promise<readonly Problem[]> {
  const { definition, problems } = readCommandDefinition(yaml, 'pipeline.yaml');
  if (definition === null) return problems;
  const { name, version } = definition;
  const taken = await session.query('select 1 from command_pipeline where name = $1 and version = $2', [
    name,
    version,
  ]);
  return taken.length === 0 ? [] : [versionTaken(name, version)];
}

function versionTaken(name: string, version: string): Problem {
  return {
    code: 'VERSION_TAKEN',
    severity: 'error',
    message: `There is a version ${version} of ${name} already, and versions never change.`,
    place: { parameter: 'version' },
    value: version,
    expectation: 'a version that was not used before',
    fix: 'Raise the version.',
  };
}

async function define(session: Session, actor: Actor, yaml: string): Promise<CommandRecord> {
  const problems = await checkNew(session, yaml);
  const { definition } = readCommandDefinition(yaml, 'pipeline.yaml');
  if (definition === null || problems.length > 0) throw refusal(problems);
  const { name, version } = definition;
  const [created] = await session.query<CommandRecord>(
    `insert into command_pipeline (name, version, yaml, created_by) values ($1, $2, $3, $4)
     on conflict (name, version) do nothing returning ${columns}`,
    [name, version, yaml, actor.userId],
  );
  if (created === undefined) throw refusal([versionTaken(name, version)]);
  await recordChange(session, actor, {
    projectId: null,
    verb: 'define_pipeline',
    summary: `Defined version ${version} of the pipeline ${name}.`,
    entries: [{ entity: 'command_pipeline', entityId: created.id, before: null, after: { name, version } }],
  });
  return created;
}

function refusal(problems: readonly Problem[]): UserError {
  return new UserError('INVALID_PIPELINE', 'The pipeline was not stored.', {}, problems);
}

async function retire(
  session: Session,
  actor: Actor,
  name: string,
  version: string | null,
): Promise<CommandRecord[]> {
  const retired = await session.query<CommandRecord>(
    `update command_pipeline set retired_at = clock_timestamp()
     where name = $1 and ($2::text is null or version = $2) and retired_at is null returning ${columns}`,
    [name, version],
  );
  if (retired.length === 0) throw new NotFound('The pipeline');
  await recordChange(session, actor, {
    projectId: null,
    verb: 'retire_pipeline',
    summary: `Retired ${retired.map((each) => each.version).join(', ')} of the pipeline ${name}.`,
    entries: retired.map(({ id, retiredAt }) => ({
      entity: 'command_pipeline',
      entityId: id,
      before: { retiredAt: null },
      after: { retiredAt },
    })),
  });
  return retired;
}
