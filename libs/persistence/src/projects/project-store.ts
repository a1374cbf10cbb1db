import { NotFound, type ProjectRole, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import {
  type Caller,
  callerParameters,
  isId,
  type ProjectSubject,
  projectAccess,
  visibleProject,
} from './access.js';
import { readActivity } from './activity.js';
import { setMember } from './members.js';

export interface ProjectRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** Most jobs at once, or null. */
  readonly concurrency: number | null;
  readonly createdAt: Date;
  /** The caller's. */
  readonly myRole: ProjectRole;
}

export interface NewProject {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
}

/** What is absent stays as it is. */
export interface ProjectChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Most jobs at once; null lifts the limit. */
  readonly concurrency?: number | null | undefined;
}

export interface MemberRecord {
  readonly projectId: string;
  readonly userId: string;
  readonly role: ProjectRole;
}

/** Columns for one caller; `callerParameters` must be $1 and $2. */
const columns = `p.id, p.slug, p.name, p.description, p.concurrency, p.created_at as "createdAt",
  case when $1::boolean then 'maintainer' else (select role from project_member pm
    where pm.project_id = p.id and pm.user_id = $2::bigint) end as "myRole"`;

export function projectStore(database: Database) {
  return {
    /** The caller's role in the project something belongs to; null when it does not exist for the caller. */
    access: (caller: Caller, subject: ProjectSubject, key: string) =>
      projectAccess(database, caller, subject, key),

    /** By name; at most 1000. */
    list: (caller: Caller) =>
      database.query<ProjectRecord>(
        `select ${columns} from project p where ${visibleProject('p.id')} order by lower(p.name), p.id limit 1000`,
        callerParameters(caller),
      ),

    byIds: (caller: Caller, ids: readonly string[]) =>
      database.query<ProjectRecord>(
        `select ${columns} from project p where p.id = any($3) and ${visibleProject('p.id')}`,
        [...callerParameters(caller), ids.filter(isId)],
      ),

    /** @throws NotFound */
    bySlug: async (caller: Caller, slug: string): Promise<ProjectRecord> => {
      const [project] = await database.query<ProjectRecord>(
        `select ${columns} from project p where p.slug = $3 and ${visibleProject('p.id')}`,
        [...callerParameters(caller), slug],
      );
      if (project === undefined) throw new NotFound('The project');
      return project;
    },

    /** The actor becomes its maintainer. @returns the slug. @throws UserError SLUG_TAKEN, INVALID_SLUG, INVALID_NAME */
    create: (actor: Actor, project: NewProject) =>
      database.transaction((session) => createProject(session, actor, project)),

    /** @throws UserError INVALID_NAME, INVALID_CONCURRENCY */
    update: (actor: Actor, projectId: string, changes: ProjectChanges) =>
      database.transaction((session) => updateProject(session, actor, projectId, changes)),

    members: (projectIds: readonly string[]) =>
      database.query<MemberRecord>(
        `select project_id as "projectId", user_id as "userId", role from project_member
         where project_id = any($1) order by created_at, user_id`,
        [projectIds],
      ),

    /** @param role null removes the member. @throws UserError UNKNOWN_USER, LAST_MAINTAINER */
    setMember: (actor: Actor, projectId: string, email: string, role: ProjectRole | null) =>
      database.transaction((session) => setMember(session, actor, projectId, email, role)),

    activity: (projectIds: readonly string[]) => readActivity(database, projectIds),
  };
}

async function createProject(
  session: Session,
  actor: Actor,
  project: NewProject,
): Promise<{ id: string; slug: string }> {
  if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(project.slug)) {
    throw new UserError(
      'INVALID_SLUG',
      'The name in addresses is 1 to 64 lower-case letters, digits and hyphens, and begins and ends with a letter or digit.',
      { parameter: 'slug' },
    );
  }
  const name = requireName(project.name);
  const [created] = await session.query<{ id: string; slug: string }>(
    `insert into project (slug, name, description, created_by) values ($1, $2, $3, $4)
     on conflict (slug) do nothing returning id, slug`,
    [project.slug, name, project.description, actor.userId],
  );
  if (created === undefined) {
    throw new UserError('SLUG_TAKEN', `The name ${project.slug} is taken by another project.`, {
      parameter: 'slug',
    });
  }
  if (actor.userId !== null) {
    await session.query(
      `insert into project_member (project_id, user_id, role) values ($1, $2, 'maintainer')`,
      [created.id, actor.userId],
    );
  }
  await recordChange(session, actor, {
    projectId: created.id,
    verb: 'create_project',
    summary: `Created the project ${name}.`,
    entries: [{ entity: 'project', entityId: created.id, before: null, after: { ...project, name } }],
  });
  return created;
}

async function updateProject(
  session: Session,
  actor: Actor,
  projectId: string,
  changes: ProjectChanges,
): Promise<void> {
  const before = onlyRow(
    await session.query<Required<ProjectChanges>>(
      'select name, description, concurrency from project where id = $1 for no key update',
      [projectId],
    ),
  );
  const after = {
    name: requireName(changes.name ?? before.name),
    description: changes.description ?? before.description,
    concurrency: requireLimit(changes.concurrency === undefined ? before.concurrency : changes.concurrency),
  };
  await session.query('update project set name = $2, description = $3, concurrency = $4 where id = $1', [
    projectId,
    after.name,
    after.description,
    after.concurrency,
  ]);
  await recordChange(session, actor, {
    projectId,
    verb: 'update_project',
    summary: `Changed the project ${after.name}.`,
    entries: [{ entity: 'project', entityId: projectId, before, after }],
  });
}

const maxConcurrency = 10_000;

function requireLimit(concurrency: number | null | undefined): number | null {
  if (concurrency == null) return null;
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= maxConcurrency) return concurrency;
  throw new UserError(
    'INVALID_CONCURRENCY',
    `The limit of jobs at once is ${concurrency}; it must be a whole number from 1 to ${maxConcurrency}, or empty for no limit.`,
    { parameter: 'concurrency' },
  );
}

function requireName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 200) return trimmed;
  throw new UserError('INVALID_NAME', 'A project needs a name of 1 to 200 characters.', {
    parameter: 'name',
  });
}
