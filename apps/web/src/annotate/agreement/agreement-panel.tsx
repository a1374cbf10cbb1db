'use client';
import type { VocabularyKind } from '@batchyard/domain';
import { Group, Select, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { type AgreementData, agreementQuery, annotatorsQuery } from '../queries';
import { agreementText } from './texts';

export interface AgreementPanelProps {
  readonly slug: string;
  readonly kinds: readonly VocabularyKind[];
}

/** How well two annotators, people or pipelines, agree over the project: Cohen's κ with n and the table. */
export function AgreementPanel({ slug, kinds }: AgreementPanelProps) {
  const { data } = useApi(annotatorsQuery, { slug });
  const annotators = data?.project.annotators ?? [];
  const [kind, setKind] = useState(kinds[0]?.name ?? '');
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const authorA = chosen[0] ?? annotators[0]?.id ?? null;
  const authorB = chosen[1] ?? annotators.find(({ id }) => id !== authorA)?.id ?? null;
  if (annotators.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        Agreement needs two annotators. When a second person or a pipeline has annotated, it is shown here.
      </Text>
    );
  }
  const options = annotators.map(({ id, name, kind: sort }) => ({
    value: id,
    label: sort === 'pipeline' ? `${name} (pipeline)` : name,
  }));
  return (
    <Stack gap="xs">
      <Group gap="xs" grow>
        <Select
          size="xs"
          label="Kind"
          data={kinds.map(({ name, title }) => ({ value: name, label: title }))}
          value={kind}
          onChange={(value) => setKind(value ?? kind)}
          allowDeselect={false}
        />
        <Select
          size="xs"
          label="First"
          data={options}
          value={authorA}
          onChange={(id) => setChosen([id, authorB])}
          allowDeselect={false}
        />
        <Select
          size="xs"
          label="Second"
          data={options}
          value={authorB}
          onChange={(id) => setChosen([authorA, id])}
          allowDeselect={false}
        />
      </Group>
      {authorA !== null && authorB !== null && (
        <Result slug={slug} kind={kind} authorA={authorA} authorB={authorB} />
      )}
    </Stack>
  );
}

interface ResultProps {
  readonly slug: string;
  readonly kind: string;
  readonly authorA: string;
  readonly authorB: string;
}

function Result({ slug, kind, authorA, authorB }: ResultProps) {
  const input = { projectSlug: slug, kind, authorA, authorB };
  const { data, error, refetch } = useApi(agreementQuery, { input });
  if (!data) return error ? <Failure error={error} retry={refetch} /> : null;
  return (
    <>
      <Text size="sm" fw={550} data-testid="agreement">
        {agreementText(data.agreement)}
      </Text>
      {data.agreement.n > 0 && (
        <>
          <Text size="xs" c="dimmed">
            Over all frames of the subjects of which both said something of this kind.
          </Text>
          <Counts table={data.agreement.table} />
        </>
      )}
    </>
  );
}

/** Rows: what the first said; columns: what the second said of the same frames. */
function Counts({ table: { values, counts } }: { readonly table: AgreementData['table'] }) {
  return (
    <Table.ScrollContainer minWidth={120 + values.length * 70}>
      <Table withTableBorder withColumnBorders className="numeric" verticalSpacing={4} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>First ↓ second →</Table.Th>
            {values.map((value) => (
              <Table.Th key={value} ta="right">
                {value}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {values.map((value, row) => (
            <Table.Tr key={value}>
              <Table.Th>{value}</Table.Th>
              {values.map((other, column) => (
                <Table.Td key={other} ta="right" fw={row === column ? 650 : 400}>
                  {counts[row]?.[column] ?? 0}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
