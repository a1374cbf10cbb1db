'use client';
import { type DesignSpec, designSchema, isJsonObject, type JsonObject } from '@batchyard/domain';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { formPipeline } from '../form-pipeline';
import { NewBatchForm } from '../new-batch-form';
import { batchToCloneQuery, settingOfBatchQuery } from '../queries';
import { filledForm } from './filled-form';
import { withSettings } from './settings-spec';

export interface FormFromBatchProps {
  readonly batchId: string;
  /** Only this setting of the batch; null: all of it. */
  readonly settingKey: string | null;
  /** In place of the batch's own settings: complete parameters of each. */
  readonly settings?: readonly JsonObject[];
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

/** The form filled in from a batch that exists, or from one of its settings. */
export function FormFromBatch(props: FormFromBatchProps) {
  const { batchId, settingKey, pipelines, optionFields } = props;
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
  const settings = props.settings ?? (isJsonObject(params ?? null) ? [params as JsonObject] : null);
  const spec = settings === null ? stored : withSettings(stored, settings);
  const pipeline = pipelines.find(({ name }) => name === spec.pipeline);
  const { form, gone } = filledForm(
    spec,
    batch.data.batch,
    pipeline ? formPipeline(pipeline, optionFields) : null,
    (id) => names.get(id) ?? `file ${id}`,
  );
  return <NewBatchForm pipelines={pipelines} optionFields={optionFields} initial={form} gone={gone} />;
}
