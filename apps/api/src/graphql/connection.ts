/** Relay connections: one declaration for every list that is read page by page. */
import type { Page } from '@batchyard/persistence';
import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';

/** Most nodes one page may have. */
export const maxPageSize = 500;
export const defaultPageSize = 50;

@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'Nodes of the page: 1 to 500, 50 when absent.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  after?: string | null;
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

/** The GraphQL types `<name>Connection` and `<name>Edge` of a node type. */
export function connectionOf<Node>(name: string, nodeType: () => Type<Node>): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String) cursor: string;
    @Field(nodeType) node: Node;
  }
  @ObjectType(`${name}Connection`)
  class ConnectionType {
    @Field(() => [Edge]) edges: Edge[];
    @Field(() => [nodeType()]) nodes: Node[];
    @Field(() => PageInfo) pageInfo: PageInfo;
  }
  return ConnectionType;
}

/** A store's page as a connection, each row presented. */
export function presentPage<Row, Node>(page: Page<Row>, present: (row: Row) => Node): Connection<Node> {
  const edges = page.rows.map((row, index) => ({ cursor: page.cursors[index] ?? '', node: present(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: { hasNextPage: page.hasMore, endCursor: page.endCursor ?? edges.at(-1)?.cursor ?? null },
  };
}
