'use client';
import { Group, Stack, Text } from '@mantine/core';
import { ExportButton } from '@/exports/export-button';
import { counted, formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { ReportMenu } from '@/page/report-menu';
import classes from '../compare.module.css';
import { exportLinks, exportSearch } from '../export/export-links';
import { LeaveOut } from '../leave-out/leave-out';
import type { PanelProps } from '../panel-props';
import { useHiddenColumns } from '../table/use-hidden-columns';
import { viewSearch } from '../view/url-state';
import { MetricChooser } from './metric-chooser';
import { SourceChips } from './source-chips';

const exportLists = [
  { value: 'comparison', label: 'Settings, as shown below' },
  { value: 'comparison-inputs', label: 'Settings by input' },
  { value: 'comparison-jobs', label: 'Jobs' },
] as const;

/** What is compared, by which metrics, and how many of the jobs entered. */
export function CompareHead(props: Omit<PanelProps, 'selection'>) {
  const { slug, comparison, view, change } = props;
  const [hidden] = useHiddenColumns(props);
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
          <Group gap="sm" wrap="nowrap">
            <ExportButton slug={slug} lists={exportLists} search={exportSearch({ ...view, hidden })} />
            <ReportMenu links={exportLinks(slug, viewSearch(view))} />
          </Group>
        </Group>
      </Group>
    </Panel>
  );
}
