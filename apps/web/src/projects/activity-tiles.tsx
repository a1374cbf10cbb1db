import { SimpleGrid, Text } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { OverviewData } from './queries';

/** From here on the API stops counting the failures of the last day. */
const countedFailures = 1000;

/** Four numbers on what goes on in a project. */
export function ActivityTiles({ activity }: { readonly activity: OverviewData['activity'] }) {
  const { activeBatches, runningJobs, waitingJobs, failedJobsLastDay: failed } = activity;
  const tiles = [
    { label: activeBatches === 1 ? 'Batch active' : 'Batches active', value: activeBatches, tone: 'inherit' },
    {
      label: runningJobs === 1 ? 'Job running' : 'Jobs running',
      value: runningJobs,
      tone: 'var(--tone-running)',
    },
    { label: waitingJobs === 1 ? 'Job waiting' : 'Jobs waiting', value: waitingJobs, tone: 'inherit' },
    {
      label: 'Failed in the last day',
      value: failed,
      tone: 'var(--tone-failed)',
      isLimit: failed >= countedFailures,
    },
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
      {tiles.map(({ label, value, tone, isLimit }) => (
        <Panel key={label} py="sm">
          <Text fz={24} fw={640} lh={1.2} className="numeric" c={value > 0 ? tone : 'dimmed'}>
            {formatNumber(value)}
            {isLimit && ' or more'}
          </Text>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
        </Panel>
      ))}
    </SimpleGrid>
  );
}
