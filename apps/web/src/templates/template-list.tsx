'use client';
import { Anchor, Badge, Button, Group, SegmentedControl, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { counted } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { pipelinesQuery } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { ImportTemplate } from './import-template';
import { type ListedTemplate, templatesQuery } from './queries';

/** The templates of the project, those in use or those that are archived. */
export function TemplateList() {
  const project = useCurrentProject();
  const [archived, setArchived] = useState(false);
  const { data, error, isPending, refetch } = useApi(
    templatesQuery,
    { slug: project.slug, archived },
    { keepPrevious: true },
  );
  const templates = data?.project.templates ?? [];
  return (
    <>
      <PageHead
        title="Templates"
        crumbs={[project.crumb]}
        description="Parameters, options and shared files that are used again. Each save is a version that never changes."
        actions={project.may('edit') && <ImportTemplate />}
      />
      <Panel
        actions={
          <SegmentedControl
            size="xs"
            value={archived ? 'archived' : 'offered'}
            onChange={(value) => setArchived(value === 'archived')}
            data={[
              { value: 'offered', label: 'In use' },
              { value: 'archived', label: 'Archived' },
            ]}
            aria-label="Which templates"
          />
        }
      >
        {error && data === undefined ? (
          <Failure error={error} retry={refetch} />
        ) : isPending ? (
          <LoadingRows />
        ) : templates.length > 0 ? (
          <TemplateTable templates={templates} archived={archived} />
        ) : (
          <NoTemplates archived={archived} />
        )}
      </Panel>
    </>
  );
}

function NoTemplates({ archived }: { readonly archived: boolean }) {
  const project = useCurrentProject();
  if (archived) {
    return <Empty title="Nothing is archived">Templates that are not offered any more stand here.</Empty>;
  }
  return (
    <Empty
      title="No template yet"
      action={
        project.may('edit') && (
          <Button component={Link} href={project.at('/batches')}>
            Go to the batches
          </Button>
        )
      }
    >
      Open a batch or a job whose settings are good and choose “Save as template”, or fill in a new batch and
      save that. A river scaffold that is saved becomes a template too.
    </Empty>
  );
}

interface TemplateTableProps {
  readonly templates: readonly ListedTemplate[];
  readonly archived: boolean;
}

function TemplateTable({ templates, archived }: TemplateTableProps) {
  const project = useCurrentProject();
  const { data } = useApi(pipelinesQuery, {});
  const titles = new Map(data?.pipelines.map(({ name, title }) => [name, title]));
  return (
    <StackedTable leastWidth={720} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Template</Table.Th>
          <Table.Th w={190}>Pipeline</Table.Th>
          <Table.Th w={200}>Shared files</Table.Th>
          <Table.Th w={190}>Saved</Table.Th>
          <Table.Th w={120} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {templates.map(({ id, name, version, note, pipelineName, files, createdAt, createdBy }) => (
          <Table.Tr key={id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Group gap={8} wrap="wrap">
                <Anchor component={Link} href={project.at(`/templates/${id}`)} size="sm" fw={550}>
                  {name}
                </Anchor>
                <Badge variant="light" color="gray" size="sm" tt="none">
                  v{version}
                </Badge>
              </Group>
              {note && (
                <Text size="xs" c="dimmed" lineClamp={2}>
                  {note}
                </Text>
              )}
            </Table.Td>
            <Table.Td data-label="Pipeline">{titles.get(pipelineName) ?? pipelineName}</Table.Td>
            <Table.Td data-label="Shared files" style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" c={files.length === 0 ? 'dimmed' : undefined}>
                {filesText(files)}
              </Text>
            </Table.Td>
            <Table.Td data-label="Saved">
              <div>
                <RelativeTime at={createdAt} />
                {createdBy && (
                  <Text size="xs" c="dimmed">
                    by {createdBy.name}
                  </Text>
                )}
              </div>
            </Table.Td>
            <Table.Td>
              {project.may('run') && !archived && (
                <Button
                  component={Link}
                  href={project.at(`/batches/new?template=${id}`)}
                  size="compact-sm"
                  variant="light"
                  aria-label={`New batch from ${name}`}
                >
                  New batch
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function filesText(files: ListedTemplate['files']): string {
  const [first] = files;
  if (first === undefined) return 'none';
  return files.length === 1 ? first.name : counted(files.length, 'file');
}
