/** `batchyard notifications list|log|test`: whom a project on a server tells what happens, and whether that arrives. */
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import {
  findReceiver,
  listReceivers,
  readLog,
  testReceiver,
} from '../notifications/notification-requests.js';
import { presentLog, presentReceivers, presentTest } from '../notifications/present-notifications.js';
import type { ServerClient } from '../server/client.js';
import { connectTo, serverOptions } from '../server/options.js';
import { type Printed, print } from '../terminal/outcome.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project; its maintainers see receivers' },
  count: { type: 'string', placeholder: 'number', help: 'log: so many of the newest at most (default 20)' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

/** What an action prints, for people and for programs, and how it ended. */
interface Outcome extends Printed {
  readonly code: ExitCode;
}

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [action, name, ...extra] = positionals;
  if (action === undefined || extra.length > 0) throw new UsageError(usage);
  if (values.project === undefined) throw new UsageError('Give the project: --project my-project');
  const outcome = await act(() => connectTo(values.server), values.project, {
    action,
    name,
    count: readCount(values.count ?? '20'),
  });
  print(outcome, values.json);
  return outcome.code;
}

const usage = 'Say what to do: batchyard notifications list|log|test; --help tells more.';

async function act(
  connect: () => ServerClient,
  project: string,
  {
    action,
    name,
    count,
  }: { readonly action: string; readonly name: string | undefined; readonly count: number },
): Promise<Outcome> {
  const code = exitCodes.succeeded;
  if (action === 'list') {
    if (name !== undefined) throw new UsageError(usage);
    const receivers = await listReceivers(connect(), project);
    return { text: presentReceivers(receivers), json: receivers, code };
  }
  if (action !== 'log' && action !== 'test') throw new UsageError(usage);
  if (name === undefined)
    throw new UsageError(`Say which receiver: batchyard notifications ${action} Chat --project ${project}`);
  const client = connect();
  const receiver = await findReceiver(client, project, name);
  if (action === 'log') {
    const log = await readLog(client, receiver.id, count);
    return { text: presentLog(receiver, log), json: log, code };
  }
  const test = await testReceiver(client, project, receiver);
  return {
    text: presentTest(receiver, test),
    json: test,
    code: test.state === 'sent' ? exitCodes.succeeded : exitCodes.jobFailed,
  };
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--count is ${text}: expected a whole number from 1.`);
}

function help(): string {
  return `batchyard notifications list --project slug
batchyard notifications log receiver --project slug [--count 200]
batchyard notifications test receiver --project slug

A receiver is named by its name or its id. log shows its newest deliveries; test sends a message and waits for what
becomes of it. The addresses of webhooks are shown in part, as they may be keys; --json has them whole.

${describeOptions(options)}

Exit codes: 0 done, 1 the test did not arrive, 2 refused (nothing was sent), 3 the server cannot be reached, or no worker
sent the test.`;
}
