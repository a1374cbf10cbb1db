import type { InputSpec } from '@batchyard/pipelines';
import { nearestName } from '@batchyard/pipelines/nearest';
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from './client.js';

/** What the command needs of a pipeline that only a server has. */
export interface ServerPipeline {
  readonly name: string;
  readonly inputs: readonly InputSpec[];
}

/** A pipeline that the server offers, built in or put there. @throws UsageError naming the nearest one */
export async function serverPipeline(client: ServerClient, name: string): Promise<ServerPipeline> {
  const { pipelines } = await client.graphql<{ pipelines: readonly ServerPipeline[] }>(
    '{ pipelines { name inputs { name title description kind count optional extensions } } }',
    {},
  );
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (found !== undefined) return found;
  const names = pipelines.map((pipeline) => pipeline.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `${client.url} has no pipeline ${name}${nearest ? `; did you mean ${nearest}?` : '.'} It has ${names.join(', ')}. ` +
      'Put one of your own there with batchyard pipeline push.',
  );
}
