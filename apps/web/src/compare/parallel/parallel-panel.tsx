'use client';
import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconAxisY, IconRestore } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ChartFigure } from '@/charts/chart-figure';
import { counted, titleWithUnit } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { quantitiesOf } from '../quantities';
import { chosen, mostAxes, type ParallelAxis, parallelAxes } from './axes';
import { parallelHeightPx } from './layout';
import { ParallelChart } from './parallel-chart';
import { parallelFinding, parallelTable } from './text';

/** Settings as lines over several axes; axes can be moved, turned, rescaled and brushed. */
export default function ParallelPanel(props: PanelProps) {
  const { comparison, view, change } = props;
  const axes = useMemo(() => parallelAxes(comparison, view.axes), [comparison, view.axes]);
  const { settings, observations } = comparison;
  const single = observations.values.length;
  return (
    <Panel
      title="Parallel coordinates"
      actions={
        <Group gap="xs">
          {view.axes.length > 0 && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRestore size={14} aria-hidden />}
              onClick={() => change({ axes: [] })}
            >
              Usual axes
            </Button>
          )}
          <AxisMenu {...props} axes={axes} />
        </Group>
      }
    >
      <Text size="xs" c="dimmed" mb="sm">
        Each thick line is a setting, coloured by {comparison.metric.title}; thin lines are its single
        results. Drag along an axis to select, drag its name to move it.
      </Text>
      <ChartFigure
        role="group"
        title="Settings over all shown axes"
        fileName={`Parallel coordinates of ${comparison.metric.title}`}
        finding={parallelFinding(comparison, axes)}
        table={parallelTable(comparison, axes)}
        heightPx={parallelHeightPx}
        shown={`${counted(settings.length, 'setting')} and ${single} of ${counted(observations.total, 'single result')} shown.`}
      >
        <ParallelChart {...props} axes={axes} />
      </ChartFigure>
    </Panel>
  );
}

function AxisMenu({ comparison, change, axes }: PanelProps & { readonly axes: readonly ParallelAxis[] }) {
  const quantities = useMemo(() => quantitiesOf(comparison), [comparison]);
  const shown = axes.map(({ id }) => id);
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconAxisY size={14} aria-hidden />}>
          Axes ({axes.length})
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ScrollArea.Autosize mah={340} type="auto">
          <Checkbox.Group
            label={`Axes, ${mostAxes} at most`}
            value={shown}
            onChange={(ids) => ids.length > 0 && change({ axes: chosen(axes, ids) })}
          >
            <Stack gap={8} mt={8}>
              {quantities.map(({ id, name, unit }) => (
                <Checkbox
                  key={id}
                  size="xs"
                  value={id}
                  label={titleWithUnit(name, unit)}
                  disabled={shown.length >= mostAxes && !shown.includes(id)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
