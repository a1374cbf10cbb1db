import { Group, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
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
        <Table.ScrollContainer minWidth={720}>
          <Table className="numeric">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Host</Table.Th>
                <Table.Th w={260}>State</Table.Th>
                <Table.Th ta="right">Jobs at once</Table.Th>
                <Table.Th ta="right">Running now</Table.Th>
                <Table.Th>Started</Table.Th>
                <Table.Th>Last heard of</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {workers.map((worker) => (
                <Table.Tr key={worker.id}>
                  <Table.Td fw={550}>{worker.host}</Table.Td>
                  <Table.Td>
                    <Alive isAlive={worker.isAlive} />
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

/** Icon, word and colour, as for states of jobs. */
function Alive({ isAlive }: { readonly isAlive: boolean }) {
  const Icon = isAlive ? IconCircleCheck : IconAlertTriangle;
  return (
    <Group gap={5} wrap="nowrap" c={isAlive ? 'var(--tone-succeeded)' : 'var(--tone-lost)'}>
      <Icon size={15} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" fw={550}>
        {isAlive ? 'Alive' : 'Silent; others take over its jobs'}
      </Text>
    </Group>
  );
}
