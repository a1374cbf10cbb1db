import type { AccessScope, AccessTokenRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AccessScopeEnum } from '../graphql/enums.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'A personal access token, for programs.' })
export class AccessToken {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'First characters of the token, to tell tokens apart.' })
  prefix: string;
  @Field(() => AccessScopeEnum) scope: AccessScope;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime) expiresAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) lastUsedAt: Date | null;
}

@ObjectType()
export class AccessTokenPayload {
  @Field(() => AccessToken, { nullable: true }) accessToken?: AccessToken | null;
  @Field(() => String, { nullable: true, description: 'The token itself; shown this once.' })
  token?: string | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class CreateAccessTokenInput {
  @Field(() => String) name: string;
  @Field(() => AccessScopeEnum) scope: AccessScope;
  @Field(() => Int, { description: 'Days until it expires, 1 to 366.' }) expiresInDays: number;
}

@InputType()
export class RevokeAccessTokenInput {
  @Field(() => ID) accessTokenId: string;
}

export function presentAccessToken(record: AccessTokenRecord): AccessToken {
  const { id, name, prefix, scope, createdAt, expiresAt, lastUsedAt } = record;
  return { id, name, prefix, scope, createdAt, expiresAt, lastUsedAt };
}
