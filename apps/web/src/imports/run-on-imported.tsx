'use client';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useApi, useSubmit } from '@/graphql/hooks';
import { pipelinesQuery, type WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { keepAnnotationTable } from '@/subjects/queries';

export interface RunOnImportedProps {
  readonly changesetId: string;
  /** How many annotations the import made. */
  readonly count: number;
  /** Of the imported sheet; the table is named after it. */
  readonly fileName: string;
}

/**
 * Keeps the imported annotations as a table and opens the form of a batch with it. Offered are the team's own programs
 * that take a table: those that come with Batchyard read recordings.
 */
export function RunOnImported({ changesetId, count, fileName }: RunOnImportedProps) {
  const project = useCurrentProject();
  const router = useRouter();
  const { data } = useApi(pipelinesQuery, {});
  const submit = useSubmit(keepAnnotationTable);
  const offered = (data?.pipelines ?? []).filter(({ command }) => command !== null).flatMap(withTableInput);
  const start = (pipeline: string, inputName: string) =>
    submit.mutate(
      { input: { projectSlug: project.slug, changesetId, name: tableName(fileName) } },
      {
        onSuccess: ({ keepAnnotationTable: { file } }) => {
          const search = new URLSearchParams({ pipeline, [`input.${inputName}`]: file?.id ?? '' });
          router.push(project.at(`/batches/new?${search}`));
        },
        onError: (error) => notifications.show({ color: 'red', message: error.message }),
      },
    );
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={submit.isPending}
          disabled={!data}
        >
          Run a pipeline on {count === 1 ? 'it' : `these ${count.toLocaleString('en')}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {offered.length > 0
            ? 'They are kept as a CSV table, an input of the batch.'
            : 'No program of your team takes a CSV table yet. An administrator adds one under Pipelines.'}
        </Menu.Label>
        {offered.map(({ name, title, input }) => (
          <Menu.Item key={name} onClick={() => start(name, input.name)}>
            {title}
            <div style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>as its “{input.title}”</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The pipeline with its first input that takes CSV files; none where it has no such input. */
function withTableInput({ name, title, inputs }: WholePipeline) {
  const input = inputs.find(
    ({ kind, extensions }) => kind === 'file' && (extensions.length === 0 || extensions.includes('.csv')),
  );
  return input === undefined ? [] : [{ name, title, input }];
}

/** A file's name has 255 characters at most. */
const tableName = (fileName: string) => `${fileName.replace(/\.[^.]*$/, '').slice(0, 200)} annotations.csv`;
