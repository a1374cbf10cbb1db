/** Typed GraphQL documents: `graphql(...)` infers results and variables from the API's schema. */
import type { Json } from '@batchyard/domain';
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema.gen';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; JSON: Json; ID: string };
}>();

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
