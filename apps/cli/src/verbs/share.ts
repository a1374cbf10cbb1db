/** `batchyard share list|grant|revoke`: which projects of a server may read which folders outside. */
import type { Problem } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { connectTo, serverOptions } from '../server/options.js';
import { print } from '../terminal/outcome.js';
import { renderTable } from '../terminal/table.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'grant and revoke: the project' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

interface ShownShare {
  readonly name: string;
  readonly projects: readonly { readonly slug: string }[];
}

const usage = 'Say what to do: batchyard share list|grant|revoke; --help tells more.';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [action, share, ...extra] = positionals;
  if (extra.length > 0) throw new UsageError(usage);
  const client = () => connectTo(values.server);
  const shares = await act(client, action, { share, projectSlug: values.project });
  print({ text: present(shares), json: shares }, values.json);
  return exitCodes.succeeded;
}

/** @returns the shares that it is about */
async function act(
  connect: () => ServerClient,
  action: string | undefined,
  input: { readonly share: string | undefined; readonly projectSlug: string | undefined },
): Promise<readonly ShownShare[]> {
  if (action === 'list' && input.share === undefined) {
    const answer = await connect().graphql<{ shares: readonly ShownShare[] }>(
      '{ shares { name projects { slug } } }',
      {},
    );
    return answer.shares;
  }
  if (action !== 'grant' && action !== 'revoke') throw new UsageError(usage);
  if (input.share === undefined || input.projectSlug === undefined)
    throw new UsageError(
      `Give the share and the project: batchyard share ${action} lab --project my-project`,
    );
  const verb = `${action}Share`;
  const answer = await connect().graphql<
    Record<string, { share: ShownShare | null; problems: readonly Problem[] }>
  >(
    `mutation ($input: ShareInput!) { ${verb}(input: $input) { share { name projects { slug } } ${problemFields} } }`,
    { input },
  );
  const { share = null, problems = [] } = answer[verb] ?? {};
  if (problems.length > 0) throw new UsageError('The server refuses this.', problems);
  return share === null ? [] : [share];
}

function present(shares: readonly ShownShare[]): string {
  if (shares.length === 0) return 'There is no share. Whoever runs the server names folders in SHARES.';
  const rows = shares.map(({ name, projects }) => [
    name,
    projects.length === 0 ? 'none' : projects.map(({ slug }) => slug).join(', '),
  ]);
  return renderTable(['share', 'projects that may read it'], rows);
}

function help(): string {
  return `batchyard share list
batchyard share grant share --project slug
batchyard share revoke share --project slug

Shares are named in SHARES by whoever runs the server; administrators say which projects may read them.

${describeOptions(options)}

Exit codes: 0 done, 2 refused (nothing was changed), 3 the server cannot be reached.`;
}
