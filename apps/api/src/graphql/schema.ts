import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { resolvers } from '../resolvers.js';

/** The schema as text, as it is committed in `apps/api/schema.graphql`. Needs no database. */
export async function schemaText(): Promise<string> {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await builder.get(GraphQLSchemaFactory).create(resolvers);
  await builder.close();
  return `# Generated from the resolvers: npm run schema -w apps/api\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
