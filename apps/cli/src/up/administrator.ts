/** The first administrator, and the one-time link to sign in as them. */
import type { Persistence } from '@batchyard/persistence';

/** Who changes and reads things here. */
export interface Administrator {
  readonly userId: string;
  readonly isAdministrator: true;
}

/** Hours that a printed link is good for. */
export const linkHours = 24;

/** Makes the account on the first start; later it is the administrator who came first. @throws Error when there is none */
export async function firstAdministrator({ users }: Persistence): Promise<Administrator> {
  const created = await users.createFirstAdministrator({ email: 'admin@localhost', name: 'Administrator' });
  const user = created ?? (await users.list()).find((each) => each.isAdministrator);
  if (user === undefined) throw new Error('No administrator is left in the database.');
  return { userId: user.id, isAdministrator: true };
}

/** A new link for the first administrator; older ones that nobody has used stop working. */
export async function newSignInLink(
  { signIns }: Persistence,
  administrator: Administrator,
  baseUrl: string,
): Promise<string> {
  await signIns.revokeLinks(administrator.userId);
  const token = await signIns.createLink(administrator.userId, linkHours);
  return `${baseUrl}/sign-in?token=${token}`;
}
