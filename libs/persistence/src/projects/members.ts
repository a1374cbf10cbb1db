import { type ProjectRole, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Session } from '../database/session.js';

/**
 * Gives a user a role in a project, or takes it away.
 * @param role null removes the member
 * @throws UserError UNKNOWN_USER, LAST_MAINTAINER
 */
export async function setMember(
  session: Session,
  actor: Actor,
  projectId: string,
  email: string,
  role: ProjectRole | null,
): Promise<void> {
  // Two maintainers who remove each other at once must not leave a project without one.
  await session.query('select 1 from project where id = $1 for no key update', [projectId]);
  const user = await findUser(session, projectId, email.trim().toLowerCase());
  if (user.role === 'maintainer' && role !== 'maintainer')
    await requireOtherMaintainer(session, projectId, user.id);
  if (role === null) {
    await session.query('delete from project_member where project_id = $1 and user_id = $2', [
      projectId,
      user.id,
    ]);
  } else {
    await session.query(
      `insert into project_member (project_id, user_id, role) values ($1, $2, $3)
       on conflict (project_id, user_id) do update set role = excluded.role`,
      [projectId, user.id, role],
    );
  }
  await recordChange(session, actor, {
    projectId,
    verb: 'set_project_member',
    summary:
      role === null
        ? `Removed ${user.email} from the project.`
        : `Made ${user.email} ${role} of the project.`,
    entries: [
      {
        entity: 'project_member',
        entityId: `${projectId}/${user.id}`,
        before: user.role === null ? null : { role: user.role },
        after: role === null ? null : { role },
      },
    ],
  });
}

interface UserWithRole {
  readonly id: string;
  readonly email: string;
  readonly role: ProjectRole | null;
}

async function findUser(session: Session, projectId: string, email: string): Promise<UserWithRole> {
  const [user] = await session.query<UserWithRole>(
    `select u.id, u.email, m.role from app_user u
     left join project_member m on m.user_id = u.id and m.project_id = $1
     where u.email = $2 and (u.disabled_at is null or m.role is not null)`,
    [projectId, email],
  );
  if (user !== undefined) return user;
  throw new UserError(
    'UNKNOWN_USER',
    `There is no user with the address ${email}. An administrator can create one.`,
    {
      parameter: 'email',
    },
  );
}

async function requireOtherMaintainer(session: Session, projectId: string, userId: string): Promise<void> {
  const others = await session.query(
    `select 1 from project_member where project_id = $1 and user_id <> $2 and role = 'maintainer' limit 1`,
    [projectId, userId],
  );
  if (others.length > 0) return;
  throw new UserError(
    'LAST_MAINTAINER',
    'A project keeps at least one maintainer. Make somebody else maintainer first.',
    {
      parameter: 'role',
    },
  );
}
