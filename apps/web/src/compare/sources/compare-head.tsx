'use client';
import { Button, CloseButton, Group, Menu, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { counted, formatNumber, titleWithUnit } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { batchLooks } from '@/states/look';
import classes from '../compare.module.css';
import { batchHref } from '../links';
import { type ComparisonData, comparableBatchesQuery } from '../queries';
import { directionText } from '../settings';
import type { CompareView } from '../view/url-state';
import { BatchLine } from './choose-batches';

export interface CompareHeadProps {
  readonly slug: string;
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

/** Which batches are compared, by which metric, and how many of their jobs entered. */
export function CompareHead({ slug, comparison, view, change }: CompareHeadProps) {
  const { shownJobs, totalJobs } = comparison;
  return (
    <Panel>
      <Group align="flex-start" justify="space-between" gap="lg">
        <Stack gap={6} className={classes.headPart}>
          <Text size="sm" fw={500}>
            {comparison.batches.length === 1 ? 'Batch' : 'Batches'}
          </Text>
          <Group gap="xs">
            {comparison.batches.map((batch) => (
              <BatchChip
                key={batch.id}
                slug={slug}
                batch={batch}
                onRemove={
                  comparison.batches.length > 1
                    ? () =>
                        change({ batchIds: view.batchIds.filter((id) => id !== batch.id), baselineKey: null })
                    : null
                }
              />
            ))}
            <AddBatch slug={slug} comparison={comparison} view={view} change={change} />
          </Group>
          <Text size="sm" c="dimmed" className="numeric">
            {formatNumber(shownJobs)} of {counted(totalJobs, 'job')} have a value and enter the means.
          </Text>
        </Stack>
        <MetricChooser comparison={comparison} change={change} />
      </Group>
    </Panel>
  );
}

interface BatchChipProps {
  readonly slug: string;
  readonly batch: ComparisonData['batches'][number];
  readonly onRemove: (() => void) | null;
}

function BatchChip({ slug, batch, onRemove }: BatchChipProps) {
  const { icon: Icon, word, tone } = batchLooks[batch.state];
  return (
    <span className={classes.chip}>
      <Icon size={15} color={tone} aria-label={word} role="img" />
      <Link href={batchHref(slug, batch.id)} className={classes.chipLink}>
        {batch.name}
      </Link>
      {onRemove && <CloseButton size="xs" aria-label={`Leave out ${batch.name}`} onClick={onRemove} />}
    </span>
  );
}

function AddBatch({ slug, comparison, view, change }: CompareHeadProps) {
  const [opened, setOpened] = useState(false);
  const { data } = useApi(comparableBatchesQuery, { slug }, { enabled: opened });
  const pipeline = comparison.batches[0]?.pipeline;
  const others = data?.project.batches.nodes.filter(
    (batch) => batch.pipeline.name === pipeline?.name && !view.batchIds.includes(batch.id),
  );
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={360} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
          Add batch
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>
          {others?.length === 0
            ? `No other batch of ${pipeline?.title} in this project.`
            : `Batches of ${pipeline?.title}`}
        </Menu.Label>
        {others?.map((batch) => (
          <Menu.Item key={batch.id} onClick={() => change({ batchIds: [...view.batchIds, batch.id] })}>
            <BatchLine batch={batch} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function MetricChooser({ comparison, change }: Pick<CompareHeadProps, 'comparison' | 'change'>) {
  const { metric, metrics, direction } = comparison;
  const byName = new Map(metrics.map((entry) => [entry.name, entry]));
  return (
    <Stack gap={6} className={classes.metric}>
      <Select
        label="Metric"
        value={metric.name}
        allowDeselect={false}
        maxDropdownHeight={360}
        data={metrics.map(({ name, title, unit }) => ({ value: name, label: titleWithUnit(title, unit) }))}
        renderOption={({ option }) => (
          <Stack gap={0}>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed">
              {directionText(byName.get(option.value)?.direction ?? null)}.{' '}
              {byName.get(option.value)?.description}
            </Text>
          </Stack>
        )}
        onChange={(name) => change({ metric: name, direction: null })}
      />
      {metric.direction === null ? (
        <SegmentedControl
          size="xs"
          aria-label="Which way is better"
          value={direction}
          data={[
            { value: 'minimize', label: 'Lower is better' },
            { value: 'maximize', label: 'Higher is better' },
          ]}
          onChange={(value) => change({ direction: value === 'maximize' ? 'maximize' : 'minimize' })}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {directionText(metric.direction)}.
        </Text>
      )}
    </Stack>
  );
}
