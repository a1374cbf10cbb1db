'use client';
import { Group, List, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { BandChart } from './band-chart';
import { nightsQuery, type ScheduleNight } from './night-queries';
import { metricText, nightText } from './night-text';

/** The newest digest of a schedule, with each metric in the band of its earlier nights. */
export function Nights({ scheduleId }: { readonly scheduleId: string }) {
  const { data } = useApi(nightsQuery, { id: scheduleId }, { refetchIntervalMs: 30_000, keepPrevious: true });
  const nights = data?.schedule.nights ?? [];
  const [latest] = nights;
  if (latest === undefined) return null;
  return (
    <Panel title={`Night to ${latest.night}`}>
      <Stack gap="sm">
        <Verdict night={latest} />
        <Text size="sm">{nightText(latest)}</Text>
        {latest.findings.length > 0 && (
          <List size="sm">
            {latest.findings.map(({ text }) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        )}
        {latest.findings.length > 0 && <Changes night={latest} />}
        {latest.metrics.length > 0 && <Metrics latest={latest} nights={nights} />}
      </Stack>
    </Panel>
  );
}

function Verdict({ night: { findings, isGood } }: { readonly night: ScheduleNight }) {
  const isQuiet = findings.length === 0;
  const Icon = isQuiet && isGood ? IconCircleCheck : IconAlertTriangle;
  const text = isQuiet ? (isGood ? 'All quiet' : 'Nothing new') : 'Something is notable';
  return (
    <Group gap={6} c={isQuiet && isGood ? 'var(--tone-succeeded)' : 'var(--tone-lost)'}>
      <Icon size={16} aria-hidden />
      <Text size="sm" fw={600}>
        {text}
      </Text>
    </Group>
  );
}

function Changes({ night: { changes, lastGoodNight } }: { readonly night: ScheduleNight }) {
  if (lastGoodNight === null) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        Changed since the last good night ({lastGoodNight})
      </Text>
      {changes.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing that is recorded: pipeline, parameters, packages, inputs and hosts are the same.
        </Text>
      ) : (
        <List size="sm">
          {changes.map(({ text }) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

interface MetricsProps {
  readonly latest: ScheduleNight;
  /** Newest first. */
  readonly nights: readonly ScheduleNight[];
}

function Metrics({ latest, nights }: MetricsProps) {
  return (
    <StackedTable leastWidth={720} className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Metric</Table.Th>
          <Table.Th ta="right">Tonight</Table.Th>
          <Table.Th>Band</Table.Th>
          <Table.Th ta="right">Nights</Table.Th>
          <Table.Th w={260}>Last {nights.length} nights</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {latest.metrics.map((metric) => (
          <Table.Tr key={metric.name}>
            <Table.Td>{metric.title}</Table.Td>
            <Table.Td data-label="Tonight" ta="right" fw={metric.place === 'inside' ? 400 : 650}>
              <div>
                {metricText(metric.value, metric.unit)}
                {(metric.place === 'above' || metric.place === 'below') && (
                  <Text size="xs" c="var(--tone-failed)">
                    {metric.place} its band
                  </Text>
                )}
              </div>
            </Table.Td>
            <Table.Td data-label="Band">
              {metric.low === null || metric.high === null
                ? 'none before 7 nights'
                : `${metricText(metric.low, '')} to ${metricText(metric.high, metric.unit)}`}
            </Table.Td>
            <Table.Td data-label="Nights" ta="right">
              {metric.nights}
            </Table.Td>
            <Table.Td>
              <BandChart metric={metric} nights={nights} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}
