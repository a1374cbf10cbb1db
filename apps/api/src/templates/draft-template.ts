import {
  defaultBatchOptions,
  designSchema,
  draftOfDesign,
  givenOptions,
  type InputReference,
  isJsonObject,
  type JsonObject,
  mainInputOf,
} from '@batchyard/domain';
import type { Caller } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { TemplateDraft, TemplateDraftFile } from './templates.types.js';

type Stores = Pick<Persistence, 'batchLists' | 'files' | 'jobLists' | 'pipelines'>;

/** Parameters, options and files that all jobs of a batch have in common. @throws NotFound */
export async function draftOfBatch(stores: Stores, caller: Caller, batchId: string): Promise<TemplateDraft> {
  const { name, pipelineName, options, ...batch } = await stores.batchLists.find(caller, batchId);
  const { params, inputs, varied } = draftOfDesign(designSchema.parse(batch.spec));
  return {
    pipelineName,
    suggestedName: name,
    params,
    options: given(options),
    files: await filesOf(stores, caller, pipelineName, inputs),
    varied,
  };
}

/** All parameters of a job, with the options of its batch. @throws NotFound */
export async function draftOfJob(stores: Stores, caller: Caller, jobId: string): Promise<TemplateDraft> {
  const { params, inputs, batchId, label } = await stores.jobLists.find(caller, jobId);
  const { name, pipelineName, options } = await stores.batchLists.find(caller, batchId);
  const references = Object.entries(inputs).map(([input, files]) => [
    input,
    files.map(({ reference }) => reference),
  ]);
  return {
    pipelineName,
    suggestedName: `${name}: ${label}`.slice(0, 200),
    params: isJsonObject(params) ? params : {},
    options: given(options),
    files: await filesOf(stores, caller, pipelineName, Object.fromEntries(references)),
    varied: [],
  };
}

const given = (options: unknown) => givenOptions(options, defaultBatchOptions as unknown as JsonObject);

async function filesOf(
  { files, pipelines }: Stores,
  caller: Caller,
  pipelineName: string,
  inputs: InputReference,
): Promise<TemplateDraftFile[]> {
  const main = mainInputOf((await pipelines.known(pipelineName))?.inputs ?? []);
  const references = Object.entries(inputs).flatMap(([input, ids]) =>
    [ids].flat().map((fileId) => ({ input, fileId })),
  );
  return Promise.all(
    references.map(async ({ input, fileId }) => {
      const { name } = await files.find(caller, fileId);
      return { input, fileId, name, suggested: input !== main };
    }),
  );
}
