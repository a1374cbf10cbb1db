import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const adminQuery = graphql(`
  query Admin {
    users { id name email isAdministrator }
    workers { id host slots startedAt heartbeatAt runningJobs isAlive labels freeDiskBytes refusal }
  }
`);
export type AdminData = ResultOf<typeof adminQuery>;

export const createUser = graphql(
  `
    mutation CreateUser($input: CreateUserInput!) {
      createUser(input: $input) { user { id } signInUrl problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const createSignInLink = graphql(
  `
    mutation CreateSignInLink($input: CreateSignInLinkInput!) {
      createSignInLink(input: $input) { signInUrl problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const sharesQuery = graphql(`
  query Shares {
    shares { name projects { slug } }
    projects { slug name }
  }
`);

export const grantShare = graphql(
  `
    mutation GrantShare($input: ShareInput!) {
      grantShare(input: $input) { share { name } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const revokeShare = graphql(
  `
    mutation RevokeShare($input: ShareInput!) {
      revokeShare(input: $input) { share { name } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
