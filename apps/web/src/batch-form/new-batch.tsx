'use client';
import { type DesignSpec, designSchema } from '@batchyard/domain';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { type Field, fieldsOf } from '@/parameters/fields';
import { batchOptionsQuery, pipelinesQuery, type WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { formPipeline } from './form-pipeline';
import { emptyForm, type FormState } from './form-state';
import { NewBatchForm } from './new-batch-form';
import { prefill } from './prefill';
import { batchToCloneQuery } from './queries';
import { readStored, storageKey } from './stored-form';

/**
 * The page that starts a batch; `?clone=<batch id>` fills it in from a batch that exists,
 * `?pipeline=<name>` begins with that pipeline.
 */
export function NewBatch() {
  const project = useCurrentProject();
  const search = useSearchParams();
  const cloneId = search.get('clone');
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  const options = useApi(batchOptionsQuery, {});
  const optionFields = useMemo(() => fieldsOf(options.data?.batchOptionsSchema ?? {}), [options.data]);
  if (!project.may('run')) return <MayNotRun />;
  if (error || options.error) return <Failure error={error ?? options.error} retry={refetch} />;
  if (!data || !options.data) return <LoadingPage />;
  const shared = { pipelines: data.pipelines, optionFields };
  if (cloneId !== null) return <ClonedForm key={cloneId} cloneId={cloneId} {...shared} />;
  const pipeline = data.pipelines.find(({ name }) => name === search.get('pipeline'));
  const initial = pipeline ? formOf(pipeline.name, project.slug) : null;
  return <NewBatchForm key={`${project.slug} ${pipeline?.name}`} {...shared} initial={initial} />;
}

/** An empty form of the pipeline; null where the stored one is of that pipeline already and goes on. */
function formOf(pipeline: string, slug: string): FormState | null {
  const stored = readStored(localStorage.getItem(storageKey(slug)));
  // Where there is one pipeline only, nobody picked it, and the stored form names none.
  const goesOn = stored !== null && (stored.pipeline ?? pipeline) === pipeline;
  return goesOn ? null : { ...emptyForm, pipeline };
}

function MayNotRun() {
  const project = useCurrentProject();
  return (
    <Empty
      title="You may look, but not start batches"
      action={
        <Button component={Link} href={project.at('/batches')} variant="default">
          Go to the batches
        </Button>
      }
    >
      Starting batches takes the role editor in this project. Ask one of its maintainers.
    </Empty>
  );
}

interface ClonedFormProps {
  readonly cloneId: string;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

function ClonedForm({ cloneId, pipelines, optionFields }: ClonedFormProps) {
  const { slug } = useCurrentProject();
  const batch = useApi(batchToCloneQuery, { id: cloneId });
  const files = useApi(filesQuery, { slug, first: 500, search: null });
  const failed = batch.error ?? files.error;
  if (failed) return <Failure error={failed} retry={batch.refetch} />;
  if (!batch.data || !files.data) return <LoadingPage />;
  const names = new Map(files.data.project.files.nodes.map(({ id, name }) => [id, name]));
  const spec: DesignSpec = designSchema.parse(batch.data.batch.spec);
  if (spec.kind === 'list') return <ListIsFixed batchId={cloneId} name={batch.data.batch.name} />;
  const pipeline = pipelines.find(({ name }) => name === spec.pipeline);
  const initial = pipeline
    ? prefill(
        spec,
        batch.data.batch.options,
        formPipeline(pipeline, optionFields),
        (id) => names.get(id) ?? `file ${id}`,
      )
    : null;
  return <NewBatchForm pipelines={pipelines} optionFields={optionFields} initial={initial} />;
}

/** The form makes grids; a list of jobs is changed where it was written. */
function ListIsFixed({ batchId, name }: { readonly batchId: string; readonly name: string }) {
  const project = useCurrentProject();
  return (
    <Empty
      title="This batch was made from a list of jobs"
      action={
        <Button component={Link} href={project.at(`/batches/${batchId}`)} variant="default">
          Back to {name}
        </Button>
      }
    >
      A list names each of its jobs, which this form cannot show. Change the list and start it with “batchyard
      sweep”; equal results are reused.
    </Empty>
  );
}
