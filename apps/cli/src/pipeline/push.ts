import type { Problem } from '@batchyard/pipelines';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import type { PipelineFile } from './pipeline-file.js';

interface Pushed {
  readonly definePipeline: {
    readonly pipeline: { readonly name: string; readonly version: string } | null;
    readonly problems: readonly Problem[];
  };
}

/** Puts a definition on a server as a new version. @throws UsageError with the server's problems */
export async function pushPipeline(
  connect: () => ServerClient,
  { yaml }: PipelineFile,
  json: boolean,
): Promise<ExitCode> {
  const client = connect();
  const { definePipeline } = await client.graphql<Pushed>(
    `mutation ($input: DefinePipelineInput!) { definePipeline(input: $input) {
      pipeline { name version } ${problemFields} } }`,
    { input: { yaml } },
  );
  const { pipeline, problems } = definePipeline;
  if (pipeline === null) throw new UsageError('The server does not take the pipeline.', problems);
  const text = `${pipeline.name} ${pipeline.version} is on ${client.url} now.`;
  process.stdout.write(json ? `${JSON.stringify(pipeline)}\n` : `${text}\n`);
  return exitCodes.succeeded;
}
