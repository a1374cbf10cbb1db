import { NotFound } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowAdministrator, AllowSignedIn } from '../access/rules.js';
import { presentAccessToken } from '../access-tokens/access-tokens.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { DonePayload } from '../graphql/problem.types.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { PublicAddress } from '../http/public-address.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { hashPassword, isPassword, requireGoodPassword } from '../sign-in/password.js';
import {
  CreateSignInLinkInput,
  CreateUserInput,
  Me,
  presentSession,
  presentUser,
  RevokeSessionInput,
  SetPasswordInput,
  User,
  UserPayload,
} from './users.types.js';

/** Hours for which a link made by an administrator is good. */
const linkHours = 72;

@Resolver(() => User)
export class UsersResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly address: PublicAddress,
  ) {}

  @Query(() => Me)
  @AllowSignedIn()
  async me(@CurrentIdentity() identity: Identity): Promise<Me> {
    const { userId, credential } = identity;
    const { accessTokens, signIns, users } = this.persistence;
    const [user] = await users.byIds([userId]);
    if (user === undefined) throw new NotFound('The user');
    const sessions = await signIns.listSessions(userId);
    const currentId = credential.kind === 'session' ? credential.sessionId : null;
    return {
      user: presentUser(user),
      hasPassword: (await signIns.passwordHashOf(userId)) !== null,
      accessTokens: (await accessTokens.list(userId)).map(presentAccessToken),
      sessions: sessions.map((session) => presentSession(session, currentId)),
    };
  }

  @Query(() => [User])
  @AllowAdministrator()
  async users(): Promise<User[]> {
    return (await this.persistence.users.list()).map(presentUser);
  }

  @Mutation(() => DonePayload)
  @AllowSignedIn('session')
  async setPassword(@CurrentIdentity() identity: Identity, @Args('input') input: SetPasswordInput) {
    const payload = await orProblems(async () => {
      await this.changePassword(identity, input);
      return { done: true };
    });
    return { done: false, ...payload };
  }

  @Mutation(() => DonePayload)
  @AllowSignedIn('session')
  async revokeSession(@CurrentIdentity() identity: Identity, @Args('input') input: RevokeSessionInput) {
    const done = await this.persistence.signIns.revokeSession(actorOf(identity), input.sessionId);
    if (!done) throw new NotFound('The session');
    return { done, problems: [] };
  }

  @Mutation(() => UserPayload)
  @AllowAdministrator()
  createUser(@CurrentIdentity() identity: Identity, @Args('input') input: CreateUserInput) {
    const { email, name, isAdministrator } = input;
    return orProblems(async () => {
      const user = await this.persistence.users.create(actorOf(identity), {
        email,
        name,
        isAdministrator: isAdministrator ?? false,
      });
      return { user: presentUser(user), signInUrl: await this.signInUrl(user.id, identity) };
    });
  }

  @Mutation(() => UserPayload)
  @AllowAdministrator()
  async createSignInLink(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: CreateSignInLinkInput,
    @Context('loaders') loaders: Loaders,
  ) {
    const user = await loaders.user(input.userId);
    if (user === undefined) throw new NotFound('The user');
    return { user: presentUser(user), signInUrl: await this.signInUrl(user.id, identity), problems: [] };
  }

  /** A user who came by a one-time link sets the first password without an old one. */
  private async changePassword(identity: Identity, input: SetPasswordInput): Promise<void> {
    const { signIns, users } = this.persistence;
    const stored = await signIns.passwordHashOf(identity.userId);
    const [user] = await users.byIds([identity.userId]);
    const email = user?.email ?? '';
    if (stored !== null) {
      const allowance = await signIns.countTry(email);
      if (!allowance.allowed) {
        throw invalid('currentPassword', `Too many attempts. Try again in ${allowance.retryAfterS} s.`);
      }
      if (!(await isPassword(stored, input.currentPassword ?? ''))) {
        throw invalid('currentPassword', 'The current password is wrong.');
      }
      await signIns.clearTries(email);
    }
    requireGoodPassword(input.newPassword, email);
    const kept = identity.credential.kind === 'session' ? identity.credential.sessionId : null;
    await signIns.setPasswordHash(actorOf(identity), await hashPassword(input.newPassword), kept);
  }

  private async signInUrl(userId: string, identity: Identity): Promise<string> {
    const token = await this.persistence.signIns.createLink(userId, linkHours, actorOf(identity));
    return `${this.address.url()}/sign-in?token=${token}`;
  }
}
