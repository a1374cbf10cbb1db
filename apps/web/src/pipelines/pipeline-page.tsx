'use client';
import { isJsonObject } from '@batchyard/domain';
import { Badge, Button, Code, Stack, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { formatValue } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { expectation } from '@/parameters/drafts';
import { type Field, groupsOf } from '@/parameters/fields';
import { useCurrentProject } from '@/projects/project-frame';
import { pipelinesQuery, type WholePipeline } from './queries';

/** Everything about one pipeline, from its own declarations. */
export function PipelinePage({ name }: { readonly name: string }) {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const pipeline = data.pipelines.find((entry) => entry.name === name);
  if (!pipeline) return <NotFoundMessage />;
  return (
    <>
      <PageHead
        title={pipeline.title}
        crumbs={[project.crumb, { label: 'Pipelines', href: project.at('/pipelines') }]}
        description={`${pipeline.summary} Version ${pipeline.version}.`}
        actions={
          project.may('run') && (
            <Button
              component={Link}
              href={project.at(`/batches/new?pipeline=${pipeline.name}`)}
              leftSection={<IconPlus size={16} />}
            >
              New batch
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Inputs pipeline={pipeline} />
        <Parameters pipeline={pipeline} />
        <Metrics pipeline={pipeline} />
        <Panel title="Stages">
          <Text size="sm">{pipeline.stages.join(' → ')}</Text>
        </Panel>
      </Stack>
    </>
  );
}

function Inputs({ pipeline }: { readonly pipeline: WholePipeline }) {
  return (
    <Panel title="Inputs">
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={200}>Input</Table.Th>
              <Table.Th>What it is</Table.Th>
              <Table.Th w={160}>Files</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pipeline.inputs.map((input) => (
              <Table.Tr key={input.name}>
                <Table.Td>
                  {input.title}
                  <br />
                  <Code fz="xs">{input.name}</Code>
                </Table.Td>
                <Table.Td>{input.description}</Table.Td>
                <Table.Td>
                  {input.count === 'many' ? 'several' : 'one'} {input.extensions.join(', ')}
                  {input.optional && ', optional'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Parameters({ pipeline }: { readonly pipeline: WholePipeline }) {
  const defaults = isJsonObject(pipeline.defaultParams) ? pipeline.defaultParams : {};
  const groups = groupsOf(pipeline.paramsSchema, defaults);
  return (
    <Panel title="Parameters">
      <Table.ScrollContainer minWidth={680}>
        <Table className="numeric">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={260}>Parameter</Table.Th>
              <Table.Th>Meaning</Table.Th>
              <Table.Th w={180}>Default</Table.Th>
            </Table.Tr>
          </Table.Thead>
          {groups.map((group) => (
            <Table.Tbody key={group.path}>
              <Table.Tr>
                <Table.Th colSpan={3} scope="colgroup" bg="var(--surface-sunken)">
                  {group.path === '' ? 'General' : group.title}
                  {group.path !== '' && group.description && (
                    <Text span size="sm" c="dimmed" ml="xs">
                      {group.description}
                    </Text>
                  )}
                </Table.Th>
              </Table.Tr>
              {group.fields.map((field) => (
                <ParameterRow key={field.path} field={field} />
              ))}
            </Table.Tbody>
          ))}
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function ParameterRow({ field }: { readonly field: Field }) {
  const numeric = field.kind === 'number' || field.kind === 'integer';
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        {field.title}
        <br />
        <Code fz="xs">{field.path}</Code>
      </Table.Td>
      <Table.Td>
        {field.description}
        <Text size="xs" c="dimmed">
          {numeric && `${expectation(field)}${field.nullable ? ', or empty' : ''}`}
          {field.kind === 'choice' && `one of ${field.choices.map(String).join(', ')}`}
        </Text>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {field.default === undefined ? 'required' : formatValue(field.default)}
        {field.unit && ` ${field.unit}`}
      </Table.Td>
    </Table.Tr>
  );
}

function Metrics({ pipeline }: { readonly pipeline: WholePipeline }) {
  return (
    <Panel title="Metrics">
      <Table.ScrollContainer minWidth={680}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={260}>Metric</Table.Th>
              <Table.Th>Meaning</Table.Th>
              <Table.Th w={80}>Unit</Table.Th>
              <Table.Th w={120}>Better is</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pipeline.metrics.map((metric) => (
              <Table.Tr key={metric.name} style={{ verticalAlign: 'top' }}>
                <Table.Td>
                  {metric.title}{' '}
                  {metric.name === pipeline.objective && (
                    <Badge size="xs" variant="light">
                      ranks by default
                    </Badge>
                  )}
                  <br />
                  <Code fz="xs">{metric.name}</Code>
                </Table.Td>
                <Table.Td>
                  {metric.description}
                  {metric.incomparableAcross.length > 0 && (
                    <Text size="xs" c="dimmed">
                      Not comparable across {metric.incomparableAcross.join(', ')}.
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{metric.unit}</Table.Td>
                <Table.Td>
                  {metric.direction === 'minimize'
                    ? 'lower'
                    : metric.direction === 'maximize'
                      ? 'higher'
                      : 'neither'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
