'use client';
import { type DesignSpec, designSchema, isJsonObject, type JsonObject } from '@batchyard/domain';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { factsOf } from '../facts';
import { formPipeline } from '../form-pipeline';
import { emptyForm, type FormState } from '../form-state';
import { NewBatchForm } from '../new-batch-form';
import { formFor, prefill } from '../prefill';
import { batchToCloneQuery, settingOfBatchQuery } from '../queries';
import { designText } from '../yaml/design-text';

export interface FormFromBatchProps {
  readonly batchId: string;
  /** Only this setting of the batch; null: all of it. */
  readonly settingKey: string | null;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

/** The form filled in from a batch that exists, or from one of its settings. */
export function FormFromBatch({ batchId, settingKey, pipelines, optionFields }: FormFromBatchProps) {
  const { slug } = useCurrentProject();
  const batch = useApi(batchToCloneQuery, { id: batchId });
  const files = useApi(filesQuery, { slug, first: 500, search: null });
  const setting = useApi(
    settingOfBatchQuery,
    { slug, filter: { batchId, settingKey } },
    { enabled: settingKey !== null },
  );
  const failed = batch.error ?? files.error ?? setting.error;
  if (failed) return <Failure error={failed} retry={batch.refetch} />;
  if (!batch.data || !files.data || (settingKey !== null && !setting.data)) return <LoadingPage />;
  const names = new Map(files.data.project.files.nodes.map(({ id, name }) => [id, name]));
  const params = setting.data?.project.jobs.nodes[0]?.params;
  const stored: DesignSpec = designSchema.parse(batch.data.batch.spec);
  const spec = params === undefined || !isJsonObject(params) ? stored : withSetting(stored, params);
  const { options, metadata } = batch.data.batch;
  const initial = formOf(
    spec,
    { options, metadata },
    pipelines,
    optionFields,
    (id) => names.get(id) ?? `file ${id}`,
  );
  return <NewBatchForm pipelines={pipelines} optionFields={optionFields} initial={initial} />;
}

/** The same inputs with the parameters of one setting, each run as often as before. */
function withSetting(spec: DesignSpec, params: JsonObject): DesignSpec {
  const { name, pipeline, replicates, seed, objective, inputs, jobs = [] } = spec;
  const sets = spec.kind === 'list' ? jobs.slice(0, 1).map((job) => job.inputs) : inputs;
  return designSchema.parse({ name, pipeline, params, replicates, seed, objective, inputs: sets });
}

/** As fields where the form has them, else as text. */
function formOf(
  spec: DesignSpec,
  batch: { readonly options: unknown; readonly metadata: unknown },
  pipelines: readonly WholePipeline[],
  optionFields: readonly Field[],
  nameOf: (id: string) => string,
): FormState | null {
  const pipeline = pipelines.find(({ name }) => name === spec.pipeline);
  if (pipeline === undefined) return { ...emptyForm, yaml: designText(spec, nameOf) };
  const form = formPipeline(pipeline, optionFields);
  const options = isJsonObject(batch.options as never) ? (batch.options as JsonObject) : {};
  const filled = {
    ...prefill(spec, options, form, nameOf),
    metadata: isJsonObject(batch.metadata as never) ? (factsOf(batch.metadata as JsonObject) ?? []) : [],
  };
  // Parameters that the pipeline no longer has are left out by the form, which is better than a text full of problems.
  const isPlain = spec.kind === 'grid' && spec.axes.every((entry) => 'parameter' in entry);
  const fits = isPlain || formFor(spec, emptyForm, form, nameOf) !== null;
  return fits ? filled : { ...filled, yaml: designText(spec, nameOf) };
}
