'use client';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import { selectionOf } from '@/inputs/selection';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { emptyForm } from '../form-state';
import { NewBatchForm } from '../new-batch-form';

export interface FormFromFilesProps {
  readonly pipeline: WholePipeline;
  /** Name of an input → id of its file. */
  readonly files: Readonly<Record<string, string>>;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

/** The form of a pipeline with one set of inputs chosen. */
export function FormFromFiles({ pipeline, files, pipelines, optionFields }: FormFromFilesProps) {
  const { slug } = useCurrentProject();
  const listed = useApi(filesQuery, { slug, first: 500, search: null });
  if (listed.error) return <Failure error={listed.error} retry={listed.refetch} />;
  if (!listed.data) return <LoadingPage />;
  const names = new Map(listed.data.project.files.nodes.map(({ id, name }) => [id, name]));
  const selection = selectionOf(pipeline.inputs, [files], (id) => names.get(id) ?? `file ${id}`);
  const initial = { ...emptyForm, pipeline: pipeline.name, selection };
  return <NewBatchForm pipelines={pipelines} optionFields={optionFields} initial={initial} />;
}
