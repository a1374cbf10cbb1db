import { Badge, Group, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { Empty } from '@/page/empty';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import type { AdminData } from './queries';

type Worker = AdminData['workers'][number];

/** Processes that run jobs: where, which jobs they take, how many at once, and when each was last heard of. */
export function Workers({ workers }: { readonly workers: readonly Worker[] }) {
  return (
    <Panel title="Workers">
      {workers.length === 0 ? (
        <Empty title="No worker">
          Jobs wait until a worker runs. “npm start” starts one; more can run on other machines.
        </Empty>
      ) : (
        <StackedTable leastWidth={860} className="numeric">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Host</Table.Th>
              <Table.Th w={260}>State</Table.Th>
              <Table.Th>Labels</Table.Th>
              <Table.Th ta="right">Jobs at once</Table.Th>
              <Table.Th ta="right">Running now</Table.Th>
              <Table.Th ta="right">Free disk</Table.Th>
              <Table.Th>Started</Table.Th>
              <Table.Th>Last heard of</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workers.map((worker) => (
              <WorkerRow key={worker.id} worker={worker} />
            ))}
          </Table.Tbody>
        </StackedTable>
      )}
    </Panel>
  );
}

function WorkerRow({ worker }: { readonly worker: Worker }) {
  return (
    <Table.Tr>
      <Table.Td fw={550}>{worker.host}</Table.Td>
      <Table.Td>
        <Health worker={worker} />
      </Table.Td>
      <Table.Td data-label="Labels">
        {worker.labels.length === 0 ? (
          <Text size="sm" c="dimmed">
            none
          </Text>
        ) : (
          <Group gap={4}>
            {worker.labels.map((label) => (
              <Badge key={label} size="sm" variant="default" tt="none">
                {label}
              </Badge>
            ))}
          </Group>
        )}
      </Table.Td>
      <Table.Td ta="right" data-label="Jobs at once">
        {worker.slots}
      </Table.Td>
      <Table.Td ta="right" data-label="Running now">
        {worker.runningJobs}
      </Table.Td>
      <Table.Td ta="right" data-label="Free disk">
        {worker.freeDiskBytes === null ? 'unknown' : formatBytes(worker.freeDiskBytes)}
      </Table.Td>
      <Table.Td data-label="Started">
        <RelativeTime at={worker.startedAt} />
      </Table.Td>
      <Table.Td data-label="Last heard of">
        <RelativeTime at={worker.heartbeatAt} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Icon, word and colour, as for states of jobs; a worker that takes no jobs says why. */
function Health({ worker }: { readonly worker: Worker }) {
  const { icon: Icon, tone, text } = healthOf(worker);
  return (
    <Group gap={5} wrap="nowrap" align="flex-start" c={tone}>
      <Icon size={15} aria-hidden style={{ flex: 'none', marginTop: 3 }} />
      <Text size="sm" fw={550}>
        {text}
      </Text>
    </Group>
  );
}

function healthOf({ isAlive, refusal }: Worker) {
  if (!isAlive) {
    return { icon: IconAlertTriangle, tone: 'var(--tone-lost)', text: 'Silent; others take over its jobs' };
  }
  if (refusal !== null) {
    return { icon: IconCircleMinus, tone: 'var(--tone-paused)', text: `Takes no jobs: ${refusal}` };
  }
  return { icon: IconCircleCheck, tone: 'var(--tone-succeeded)', text: 'Alive' };
}
