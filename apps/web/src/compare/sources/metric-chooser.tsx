'use client';
import { MultiSelect, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { titleWithUnit } from '@/formatting/numbers';
import classes from '../compare.module.css';
import type { PanelProps } from '../panel-props';
import type { Metric } from '../queries';
import { directionText } from '../settings';
import { metricGroups } from './metric-groups';

const optionOf = ({ name, title, unit }: Metric) => ({ value: name, label: titleWithUnit(title, unit) });

type Props = Pick<PanelProps, 'comparison' | 'view' | 'change'>;

/** The metric that ranks, and those that are weighed against it. */
export function MetricChooser({ comparison, view, change }: Props) {
  const { metric, direction } = comparison;
  const groups = metricGroups(comparison);
  const byName = new Map(groups.flatMap(({ metrics }) => metrics.map((entry) => [entry.name, entry])));
  return (
    <Stack gap={6} className={classes.metric}>
      <Select
        label="Metric"
        value={metric.name}
        allowDeselect={false}
        maxDropdownHeight={360}
        data={groups.map(({ group, metrics }) => ({ group, items: metrics.map(optionOf) }))}
        searchable={groups.length > 1}
        renderOption={({ option }) => (
          <Stack gap={0}>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed">
              {directionText(byName.get(option.value)?.direction ?? null)}.{' '}
              {byName.get(option.value)?.description}
            </Text>
          </Stack>
        )}
        onChange={(name) => change({ metric: name, direction: null, objectives: [] })}
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
      <FurtherObjectives comparison={comparison} view={view} change={change} />
    </Stack>
  );
}

/** The API gives a front over four objectives at most. */
const mostFurther = 3;

function FurtherObjectives({ comparison, view, change }: Props) {
  const { metric, metrics } = comparison;
  const { objectives } = view;
  const others = metrics.filter(({ name, direction }) => name !== metric.name && direction !== null);
  if (others.length === 0) return null;
  return (
    <MultiSelect
      label="Further objectives"
      size="xs"
      placeholder={objectives.length === 0 ? 'none' : undefined}
      clearable
      maxValues={mostFurther}
      data={others.map(optionOf)}
      value={[...objectives]}
      onChange={(names) => change({ metric: metric.name, objectives: names })}
    />
  );
}
