'use client';
import { Table, Text } from '@mantine/core';
import { useApiPages } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { StackedTable } from '@/page/stacked-table';
import { words } from './counts-text';
import { thingsQuery } from './queries';
import { sidesOf } from './sides';

/** What a change wrote, thing by thing: what was there before it and what came in its place. */
export function ChangedThings({ id }: { readonly id: string }) {
  const list = useApiPages(thingsQuery, { id, first: 50 }, ({ changeset }) => changeset.things);
  if (list.error && list.nodes.length === 0) return <Failure error={list.error} retry={list.refetch} />;
  if (list.isPending) return <LoadingRows rows={3} />;
  if (list.nodes.length === 0) {
    return (
      <Text size="sm" c="dimmed" px="md" py="xs">
        Single values of such a change are not kept.
      </Text>
    );
  }
  return (
    <>
      <StackedTable leastWidth={640} className="numeric" data-testid="changed-things">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="26%">What</Table.Th>
            <Table.Th w="37%">Before</Table.Th>
            <Table.Th w="37%">After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.nodes.map((thing, index) => {
            const { before, after } = sidesOf(thing.before, thing.after);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: pages are only added at the end
              <Table.Tr key={index}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <Text size="sm" fw={550}>
                    {thing.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {words(thing.entity)}
                  </Text>
                </Table.Td>
                <Table.Td c="dimmed" data-label="Before" style={{ overflowWrap: 'anywhere' }}>
                  {before}
                </Table.Td>
                <Table.Td data-label="After" style={{ overflowWrap: 'anywhere' }}>
                  {after}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </StackedTable>
      <LoadMore list={list} />
    </>
  );
}
