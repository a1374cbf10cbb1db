import { NotFound } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { DonePayload } from '../graphql/problem.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import {
  AccessToken,
  AccessTokenPayload,
  CreateAccessTokenInput,
  presentAccessToken,
  RevokeAccessTokenInput,
} from './access-tokens.types.js';

@Resolver(() => AccessToken)
export class AccessTokensResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Mutation(() => AccessTokenPayload)
  @AllowSignedIn('session')
  createAccessToken(@CurrentIdentity() identity: Identity, @Args('input') input: CreateAccessTokenInput) {
    return orProblems(async () => {
      const { record, token } = await this.persistence.accessTokens.create(actorOf(identity), input);
      return { accessToken: presentAccessToken(record), token };
    });
  }

  @Mutation(() => DonePayload)
  @AllowSignedIn('session')
  async revokeAccessToken(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: RevokeAccessTokenInput,
  ) {
    const done = await this.persistence.accessTokens.revoke(actorOf(identity), input.accessTokenId);
    if (!done) throw new NotFound('The access token');
    return { done, problems: [] };
  }
}
