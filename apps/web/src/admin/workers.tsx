import { Table, Text } from '@mantine/core';
import { RelativeTime } from '@/formatting/relative-time';
import { Empty } from '@/page/empty';
import { Panel } from '@/page/panel';
import type { AdminData } from './queries';

/** Processes that run jobs: where, how many at once, and when each was last heard of. */
export function Workers({ workers }: { readonly workers: AdminData['workers'] }) {
  return (
    <Panel title="Workers">
      {workers.length === 0 ? (
        <Empty title="No worker">
          Jobs wait until a worker runs. “npm start” starts one; more can run on other machines.
        </Empty>
      ) : (
        <Table.ScrollContainer minWidth={520}>
          <Table className="numeric">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Host</Table.Th>
                <Table.Th ta="right">Jobs at once</Table.Th>
                <Table.Th ta="right">Running now</Table.Th>
                <Table.Th>Started</Table.Th>
                <Table.Th>Last heard of</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {workers.map((worker) => (
                <Table.Tr key={worker.id}>
                  <Table.Td>
                    {worker.host}
                    {!worker.isAlive && (
                      <Text size="xs" c="var(--tone-lost)">
                        silent; its jobs are handed to others
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{worker.slots}</Table.Td>
                  <Table.Td ta="right">{worker.runningJobs}</Table.Td>
                  <Table.Td>
                    <RelativeTime at={worker.startedAt} />
                  </Table.Td>
                  <Table.Td>
                    <RelativeTime at={worker.heartbeatAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}
