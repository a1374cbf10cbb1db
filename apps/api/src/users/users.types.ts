import type { SessionRecord, UserRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { AccessToken } from '../access-tokens/access-tokens.types.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType()
export class User {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) email: string;
  @Field(() => Boolean) isAdministrator: boolean;
}

@ObjectType({ description: 'A signed-in browser.' })
export class Session {
  @Field(() => ID) id: string;
  @Field(() => String) userAgent: string;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime) lastSeenAt: Date;
  @Field(() => Boolean) isCurrent: boolean;
}

@ObjectType()
export class Me {
  @Field(() => User) user: User;
  @Field(() => Boolean) hasPassword: boolean;
  @Field(() => [AccessToken]) accessTokens: AccessToken[];
  @Field(() => [Session]) sessions: Session[];
}

@ObjectType()
export class UserPayload {
  @Field(() => User, { nullable: true }) user?: User | null;
  @Field(() => String, { nullable: true, description: 'One-time link; shown this once.' })
  signInUrl?: string | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class SetPasswordInput {
  @Field(() => String, { nullable: true, description: 'Required where a password is set already.' })
  currentPassword?: string | null;
  @Field(() => String) newPassword: string;
}

@InputType()
export class RevokeSessionInput {
  @Field(() => ID) sessionId: string;
}

@InputType()
export class CreateUserInput {
  @Field(() => String) email: string;
  @Field(() => String) name: string;
  @Field(() => Boolean, { nullable: true }) isAdministrator?: boolean | null;
}

@InputType()
export class CreateSignInLinkInput {
  @Field(() => ID) userId: string;
}

export function presentUser(record: UserRecord): User {
  const { id, name, email, isAdministrator } = record;
  return { id, name, email, isAdministrator };
}

export function presentSession(record: SessionRecord, currentSessionId: string | null): Session {
  const { id, userAgent, createdAt, lastSeenAt } = record;
  return { id, userAgent, createdAt, lastSeenAt, isCurrent: id === currentSessionId };
}
