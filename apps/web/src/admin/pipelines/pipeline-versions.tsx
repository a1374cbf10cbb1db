'use client';
import { Badge, Button, Code, Group, Table, Text } from '@mantine/core';
import { RelativeTime } from '@/formatting/relative-time';
import { useSubmit } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { pipelinesQuery } from '@/pipelines/queries';
import { ProblemList } from '@/problems/problem-list';
import { type PipelineVersion, pipelineVersionsQuery, retirePipeline } from './queries';

export interface PipelineVersionsProps {
  /** By name, newest first. */
  readonly versions: readonly PipelineVersion[];
  readonly onEdit: (version: PipelineVersion) => void;
  /** null: one is being written. */
  readonly onNew: (() => void) | null;
}

/** All versions of all command pipelines. */
export function PipelineVersions({ versions, onEdit, onNew }: PipelineVersionsProps) {
  const submit = useSubmit(retirePipeline, [pipelineVersionsQuery, pipelinesQuery]);
  const offered = offeredIds(versions);
  const retire = ({ name, version }: PipelineVersion) => submit.mutate({ input: { name, version } });
  return (
    <Panel
      title="Pipelines"
      actions={
        <Button size="xs" disabled={onNew === null} onClick={() => onNew?.()}>
          New pipeline
        </Button>
      }
    >
      {versions.length === 0 ? (
        <Empty title="No pipelines of your own">
          Define one here, or push a file with “batchyard pipeline push”.
        </Empty>
      ) : (
        <StackedTable leastWidth={620}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Pipeline</Table.Th>
              <Table.Th w={110}>Version</Table.Th>
              <Table.Th w={190}>Stored</Table.Th>
              <Table.Th w={230} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((version) => (
              <VersionRow
                key={version.id}
                version={version}
                isOffered={offered.has(version.id)}
                isRetiring={submit.isPending && isSame(submit.variables.input, version)}
                onEdit={() => onEdit(version)}
                onRetire={() => retire(version)}
              />
            ))}
          </Table.Tbody>
        </StackedTable>
      )}
      <ProblemList error={submit.error} />
    </Panel>
  );
}

/** The newest version of each name that is not retired. */
function offeredIds(versions: readonly PipelineVersion[]): ReadonlySet<string> {
  const newest = new Map<string, string>();
  for (const { id, name, retiredAt } of versions) {
    if (retiredAt === null && !newest.has(name)) newest.set(name, id);
  }
  return new Set(newest.values());
}

type Named = Pick<PipelineVersion, 'name'> & { readonly version?: string | null };

function isSame(one: Named, other: Named): boolean {
  return one.name === other.name && one.version === other.version;
}

interface VersionRowProps {
  readonly version: PipelineVersion;
  readonly isOffered: boolean;
  readonly isRetiring: boolean;
  readonly onEdit: () => void;
  readonly onRetire: () => void;
}

function VersionRow({ version: each, isOffered, isRetiring, onEdit, onRetire }: VersionRowProps) {
  const { name, version, createdAt, createdBy, retiredAt } = each;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={8}>
          <Code>{name}</Code>
          {isOffered && (
            <Badge size="sm" variant="light" color="green" tt="none">
              Offered
            </Badge>
          )}
          {retiredAt !== null && (
            <Badge size="sm" variant="default" tt="none">
              Retired
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td data-label="Version">{version}</Table.Td>
      <Table.Td data-label="Stored">
        <Text size="sm">
          <RelativeTime at={createdAt} />
          {createdBy && ` by ${createdBy.name}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            onClick={onEdit}
            aria-label={`New version of ${name} from ${version}`}
          >
            New version
          </Button>
          {retiredAt === null && (
            <Button
              size="compact-sm"
              variant="default"
              loading={isRetiring}
              onClick={onRetire}
              aria-label={`Retire ${name} ${version}`}
            >
              Retire
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
