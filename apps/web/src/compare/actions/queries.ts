import { problemFragment } from '@/graphql/error';
import { graphql } from '@/graphql/tada';

export const confirmWinners = graphql(
  `
    mutation ConfirmWinners($input: ConfirmWinnersInput!) {
      confirmWinners(input: $input) { batch { id name } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
