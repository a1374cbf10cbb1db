/** Who may see what: every read of a store goes through one of these. */
import type { ProjectAction, ProjectRole } from '@batchyard/domain';
import type { Session } from '../database/session.js';

/** On whose behalf something is read or changed. */
export interface Caller {
  readonly userId: string;
  /** Instance administrators are maintainers of every project. */
  readonly isAdministrator: boolean;
}

export const projectActions = [
  'read',
  'run',
  'upload',
  'edit',
  'manage',
] as const satisfies readonly ProjectAction[];

/** SQL condition on a column with a project id; `callerParameters` must be $1 and $2. */
export const visibleProject = (column: string) =>
  `($1::boolean or exists (select 1 from project_member pm where pm.project_id = ${column} and pm.user_id = $2::bigint))`;

export const callerParameters = (caller: Caller): [boolean, string] => [
  caller.isAdministrator,
  caller.userId,
];

/** The one way from a text of the outside to a bigint id: anything else cannot exist. */
export function isId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}

/** What leads to a project. */
export type ProjectSubject =
  | 'project'
  | 'annotation'
  | 'artifact'
  | 'batch'
  | 'bulk_action'
  | 'changeset'
  | 'design'
  | 'file'
  | 'import_draft'
  | 'job'
  | 'notification_receiver'
  | 'schedule'
  | 'subject'
  | 'template'
  | 'watched_folder';

export interface ProjectAccess {
  readonly projectId: string;
  readonly role: ProjectRole;
}

/**
 * The caller's role in the project that something belongs to; null when it does not exist for the caller.
 * @param key the slug of a project, else an id
 */
export async function projectAccess(
  session: Session,
  caller: Caller,
  subject: ProjectSubject,
  key: string,
): Promise<ProjectAccess | null> {
  if (subject !== 'project' && !isId(key)) return null;
  const source =
    subject === 'project'
      ? 'project p where p.slug = $3'
      : `${subject} s join project p on p.id = s.project_id where s.id = $3::bigint`;
  const [row] = await session.query<ProjectAccess>(
    `select p.id as "projectId", case when $1::boolean then 'maintainer' else
       (select role from project_member pm where pm.project_id = p.id and pm.user_id = $2::bigint) end as role
     from ${source}`,
    [...callerParameters(caller), key],
  );
  return row?.role ? row : null;
}
