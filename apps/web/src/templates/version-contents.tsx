'use client';
import { isJsonObject, type Json, withValueAt } from '@batchyard/domain';
import { Anchor, Code, Grid, Group, Table, Text } from '@mantine/core';
import { formatBytes } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { CopyIcon } from '@/page/copy-text';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { fieldsOf } from '@/parameters/fields';
import { ParameterDiff } from '@/parameters/parameter-diff';
import { batchOptionsQuery, type WholePipeline } from '@/pipelines/queries';
import type { WholeVersion } from './queries';

export interface VersionContentsProps {
  readonly version: WholeVersion;
  /** Absent where it is loading, or there is none of the name any more. */
  readonly pipeline: WholePipeline | undefined;
}

/** What a version gives a batch: parameters, options and files that all jobs share. */
export function VersionContents({ version, pipeline }: VersionContentsProps) {
  const { data } = useApi(batchOptionsQuery, {});
  const schema = (data?.batchOptionsSchema ?? {}) as Json;
  const saved = version.pipelineVersion ? ` (saved for ${version.pipelineVersion})` : '';
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title={`Parameters of version ${version.version}`} h="100%">
          <ParameterDiff
            params={version.params as Json}
            defaults={(pipeline?.defaultParams ?? {}) as Json}
            schema={(pipeline?.paramsSchema ?? {}) as Json}
          />
          <Text size="xs" c="dimmed" mt="xs">
            Others are the defaults of {pipeline?.title ?? 'the pipeline'}
            {pipeline ? ` ${pipeline.version}` : ''}
            {saved}.
          </Text>
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="Options" h="100%">
          {isJsonObject(version.options as Json) && Object.keys(version.options as object).length > 0 ? (
            <ParameterDiff
              params={version.options as Json}
              defaults={defaultsIn(schema)}
              schema={schema}
              noun="option"
            />
          ) : (
            <Text size="sm" c="dimmed">
              All options have their defaults.
            </Text>
          )}
        </Panel>
      </Grid.Col>
      {version.files.length > 0 && (
        <Grid.Col span={12}>
          <Panel title="Shared files">
            <SharedFiles files={version.files} pipeline={pipeline} />
          </Panel>
        </Grid.Col>
      )}
    </Grid>
  );
}

function defaultsIn(schema: Json): Json {
  return fieldsOf(schema).reduce(
    (object, field) => withValueAt(object, field.path, field.default ?? null),
    {},
  );
}

interface SharedFilesProps {
  readonly files: WholeVersion['files'];
  readonly pipeline: WholePipeline | undefined;
}

function SharedFiles({ files, pipeline }: SharedFilesProps) {
  const titles = new Map(pipeline?.inputs.map(({ name, title }) => [name, title]));
  return (
    <StackedTable leastWidth={560} className="numeric" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={200}>Input</Table.Th>
          <Table.Th>File</Table.Th>
          <Table.Th w={100}>Size</Table.Th>
          <Table.Th w={170}>SHA-256</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {files.map(({ input, name, sha256, sizeBytes, fileId }) => (
          <Table.Tr key={`${input} ${sha256} ${name}`}>
            <Table.Td data-label="Input">{titles.get(input) ?? input}</Table.Td>
            <Table.Td data-label="File" style={{ overflowWrap: 'anywhere' }}>
              {fileId === null ? (
                `${name} (no longer in the project)`
              ) : (
                <Anchor href={`/files/${fileId}/content`} target="_blank" size="sm">
                  {name}
                </Anchor>
              )}
            </Table.Td>
            <Table.Td data-label="Size">{formatBytes(sizeBytes)}</Table.Td>
            <Table.Td data-label="SHA-256">
              <Group gap={4} wrap="nowrap">
                <Code fz="xs">{sha256.slice(0, 12)}</Code>
                <CopyIcon value={sha256} what="the checksum" />
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}
