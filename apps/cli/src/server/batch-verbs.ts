/** Verbs of the command that act on a batch or a job of a server. */
import type { Problem } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { problemFields } from './fields.js';
import { connectTo, serverOptions } from './options.js';

/** One such verb: what it does to a batch, what to a job. */
export interface ServerVerb {
  readonly name: string;
  /** One sentence of help. */
  readonly meaning: string;
  readonly batchMutation: string;
  readonly jobMutation: string;
}

const options = {
  batch: { type: 'string', placeholder: 'id', help: 'The batch' },
  job: { type: 'string', multiple: true, placeholder: 'id', help: 'A job; repeat it for more' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

interface Subject {
  readonly id: string;
  readonly state: string;
}

interface Outcome {
  readonly kind: 'batch' | 'job';
  readonly id: string;
  /** null where the server refused. */
  readonly state: string | null;
  readonly problems: readonly Problem[];
}

/** Runs such a verb on the batch or the jobs that the arguments name. */
export async function runServerVerb(verb: ServerVerb, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help(verb)}\n`);
    return exitCodes.succeeded;
  }
  const jobs = values.job ?? [];
  if (positionals.length > 0 || (values.batch === undefined) === (jobs.length === 0)) {
    throw new UsageError(`Give one --batch or some --job: batchyard ${verb.name} --batch 12`);
  }
  const client = connectTo(values.server);
  const act = async (kind: Outcome['kind'], id: string): Promise<Outcome> => {
    const name = kind === 'batch' ? verb.batchMutation : verb.jobMutation;
    const input = kind === 'batch' ? 'BatchInput' : 'JobInput';
    const answer = await client.graphql<
      Record<string, Partial<Record<Outcome['kind'], Subject | null>> & { problems: Problem[] }>
    >(`mutation ($input: ${input}!) { ${name}(input: $input) { ${kind} { id state } ${problemFields} } }`, {
      input: { [`${kind}Id`]: id },
    });
    const payload = answer[name];
    return { kind, id, state: payload?.[kind]?.state ?? null, problems: payload?.problems ?? [] };
  };
  const outcomes: Outcome[] = [];
  if (values.batch !== undefined) outcomes.push(await act('batch', values.batch));
  // One after another: what was done before a refusal is then plain to see.
  for (const id of jobs) outcomes.push(await act('job', id));
  process.stdout.write(values.json ? `${JSON.stringify(outcomes, null, 2)}\n` : present(outcomes));
  return outcomes.some((outcome) => outcome.state === null) ? exitCodes.badUsage : exitCodes.succeeded;
}

function present(outcomes: readonly Outcome[]): string {
  return outcomes
    .map(({ kind, id, state, problems }) =>
      state === null
        ? `${kind} ${id}: ${problems.map((problem) => problem.message).join(' ')}\n`
        : `${kind} ${id} is ${state.replaceAll('_', ' ')}.\n`,
    )
    .join('');
}

function help(verb: ServerVerb): string {
  return `batchyard ${verb.name} --batch id | --job id …

${verb.meaning}

${describeOptions(options)}

Exit codes: 0 done, 2 refused (nothing was changed for what was refused), 3 the server cannot be reached.`;
}
