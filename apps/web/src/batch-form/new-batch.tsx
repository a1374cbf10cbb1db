'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { fieldsOf } from '@/parameters/fields';
import { batchOptionsQuery, pipelinesQuery } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { emptyForm, type FormState } from './form-state';
import { linkValues } from './launch-link';
import { NewBatchForm } from './new-batch-form';
import { FormFromBatch } from './prefilled/form-from-batch';
import { FormFromFiles } from './prefilled/form-from-files';
import { FormFromLink } from './prefilled/form-from-link';
import { FormFromSetting } from './prefilled/form-from-setting';
import { FormFromSettings } from './prefilled/form-from-settings';
import { FormFromTemplate } from './prefilled/form-from-template';
import { readStored, storageKey } from './stored-form';

/**
 * The page that starts a batch. It begins with what the address names: `?clone=<batch id>` a batch that exists,
 * `?fromBatch=<batch id>&settingKey=<key>` one setting of it, `?settingKey=<key>` that setting of the newest batch that
 * has it, `?batches=…&settings=<keys>` several settings of a comparison, `?template=<id>` a template in its newest version or
 * in `&version=<number>`, `?pipeline=<name>` a pipeline, with `&<input>=<file id>` files of it. Both take values as
 * `launch-link.ts` says.
 */
export function NewBatch() {
  const project = useCurrentProject();
  const search = useSearchParams();
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  const options = useApi(batchOptionsQuery, {});
  const optionFields = useMemo(() => fieldsOf(options.data?.batchOptionsSchema ?? {}), [options.data]);
  if (!project.may('run')) return <MayNotRun />;
  if (error || options.error) return <Failure error={error ?? options.error} retry={refetch} />;
  if (!data || !options.data) return <LoadingPage />;
  const shared = { pipelines: data.pipelines, optionFields };
  const batchId = search.get('clone') ?? search.get('fromBatch');
  const settingKey = search.get('settingKey');
  const settings = search.get('settings');
  const templateId = search.get('template');
  if (settings !== null) {
    return <FormFromSettings key={settings} {...shared} keys={settings.split(',')} />;
  }
  if (batchId !== null) {
    return (
      <FormFromBatch key={`${batchId} ${settingKey}`} {...shared} batchId={batchId} settingKey={settingKey} />
    );
  }
  if (settingKey !== null) return <FormFromSetting key={settingKey} {...shared} settingKey={settingKey} />;
  if (templateId !== null) {
    const version = search.get('version');
    return (
      <FormFromTemplate
        key={search.toString()}
        {...shared}
        templateId={templateId}
        version={version}
        values={linkValues(search)}
      />
    );
  }
  const pipeline = data.pipelines.find(({ name }) => name === search.get('pipeline'));
  const values = linkValues(search);
  if (values.given.length > 0) {
    const name = search.get('pipeline');
    return <FormFromLink key={search.toString()} {...shared} pipelineName={name} values={values} />;
  }
  const files = filesIn(search, pipeline?.inputs.map(({ name }) => name) ?? []);
  if (pipeline && Object.keys(files).length > 0)
    return <FormFromFiles key={search.toString()} {...shared} pipeline={pipeline} files={files} />;
  const initial = pipeline ? formOf(pipeline.name, project.slug) : null;
  return <NewBatchForm key={`${project.slug} ${pipeline?.name}`} {...shared} initial={initial} />;
}

/** Files that the address gives to inputs of the pipeline. */
function filesIn(search: URLSearchParams, inputs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const id = search.get(input);
      return id === null ? [] : [[input, id]];
    }),
  );
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
