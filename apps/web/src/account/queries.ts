import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const accountQuery = graphql(`
  query Account {
    me {
      user { id name email }
      hasPassword
      accessTokens { id name prefix scope createdAt expiresAt lastUsedAt }
      sessions { id userAgent createdAt lastSeenAt isCurrent }
    }
  }
`);
export type AccountData = ResultOf<typeof accountQuery>['me'];

export const setPassword = graphql(
  `mutation SetPassword($input: SetPasswordInput!) { setPassword(input: $input) { done problems { ...ProblemParts } } }`,
  [problemFragment],
);

export const createAccessToken = graphql(
  `
    mutation CreateAccessToken($input: CreateAccessTokenInput!) {
      createAccessToken(input: $input) { accessToken { id } token problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const revokeAccessToken = graphql(
  `
    mutation RevokeAccessToken($input: RevokeAccessTokenInput!) {
      revokeAccessToken(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const revokeSession = graphql(
  `
    mutation RevokeSession($input: RevokeSessionInput!) {
      revokeSession(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
