'use client';
import { Group, Stack, Text } from '@mantine/core';
import { counted, formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { ReportMenu } from '@/page/report-menu';
import classes from '../compare.module.css';
import { exportLinks } from '../export/export-links';
import { LeaveOut } from '../leave-out/leave-out';
import type { PanelProps } from '../panel-props';
import { viewSearch } from '../view/url-state';
import { MetricChooser } from './metric-chooser';
import { SourceChips } from './source-chips';

/** What is compared, by which metrics, and how many of the jobs entered. */
export function CompareHead({ slug, comparison, view, change }: Omit<PanelProps, 'selection'>) {
  const { sources, shownJobs, totalJobs } = comparison;
  return (
    <Panel>
      <Group align="flex-start" justify="space-between" gap="lg">
        <Stack gap={6} className={classes.headPart}>
          <Text size="sm" fw={500}>
            {sources.length === 1 ? 'Compared' : `Compared: ${counted(sources.length, 'source')}`}
          </Text>
          <SourceChips slug={slug} comparison={comparison} view={view} change={change} />
          <Text size="sm" c="dimmed" className="numeric">
            {formatNumber(shownJobs)} of {counted(totalJobs, 'job')} have a value and enter the means.
          </Text>
          <LeaveOut slug={slug} comparison={comparison} view={view} change={change} />
        </Stack>
        <Group align="flex-end" gap="sm">
          <MetricChooser comparison={comparison} view={view} change={change} />
          <ReportMenu links={exportLinks(slug, viewSearch(view))} />
        </Group>
      </Group>
    </Panel>
  );
}
