/** Starts a batch from a template: its parameters, options and shared files, with what was given over them. */
import {
  type BatchOptions,
  batchOptionsSchema,
  designSchema,
  mainInputOf,
  mergeParams,
} from '@batchyard/domain';
import type { Inputs, Problem } from '@batchyard/pipelines';
import { type ExitCode, UsageError } from '../exit-codes.js';
import { readInputs, readParams } from '../job/request.js';
import type { ServerClient } from '../server/client.js';
import { type ServerPipeline, serverPipeline } from '../server/pipelines.js';
import { type RemoteSweep, sweepOnServer } from '../sweep/remote.js';
import { planOnServer } from '../sweep/remote-plan.js';
import { sharedInputs, type TemplateVersion, type WholeTemplate } from './template-requests.js';

export interface TemplateRun {
  readonly projectSlug: string;
  readonly template: WholeTemplate;
  readonly version: TemplateVersion;
  /** As given: `name=path`. */
  readonly input: readonly string[];
  /** As given: `path=value`. */
  readonly param: readonly string[];
  readonly params: string | undefined;
  readonly options: Partial<BatchOptions>;
  readonly plan: boolean;
  readonly json: boolean;
}

/** @throws UsageError with every problem; nothing was started then */
export async function runTemplate(client: ServerClient, run: TemplateRun): Promise<ExitCode> {
  const { projectSlug, template, version, options } = run;
  const shared = sharedInputs(version);
  const declared = await serverPipeline(client, template.pipelineName);
  // What the template shares need not be given.
  const inputs = declared.inputs.map((input) =>
    input.name in shared ? { ...input, optional: true } : input,
  );
  const problems: Problem[] = [];
  const files = readInputs(declared, run.input, problems);
  const params = mergeParams(version.params, readParams(run.params, run.param, problems));
  if (problems.length > 0) throw new UsageError('The arguments have problems.', problems);
  const sets = setsOf(declared, files);
  const spec = designSchema.parse({
    name: `${template.name}, version ${version.version}`,
    pipeline: template.pipelineName,
    params,
    inputs: sets.map(() => ({})),
  });
  const request: RemoteSweep = {
    projectSlug,
    design: { spec, pipeline: { name: declared.name, inputs }, inputs: sets },
    sharedInputs: shared,
    options: { ...batchOptionsSchema.partial().parse(version.options), ...options },
    secondsPerJob: null,
    validOnly: false,
  };
  return run.plan ? planOnServer(client, request, run.json) : sweepOnServer(client, request, run.json);
}

/** A job for each file of the main input, unless that takes many; the others beside each of them. */
function setsOf({ inputs }: ServerPipeline, files: Inputs): readonly Inputs[] {
  const main = inputs.find(({ name }) => name === mainInputOf(inputs));
  const mains = main === undefined ? [] : (files[main.name] ?? []);
  if (main === undefined || main.count === 'many' || mains.length < 2) return [files];
  return mains.map((file) => ({ ...files, [main.name]: [file] }));
}
