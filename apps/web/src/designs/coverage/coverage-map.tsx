'use client';
import { Group, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import type { CoverageData } from '../queries';
import classes from './coverage.module.css';
import { CoverageTable } from './coverage-table';
import { GroupCells } from './group-cells';
import { dimensionTitle, type MapGroup, mapLayout } from './layout';
import { CoverageLegend } from './legend';
import { MarkBoard } from './mark-board';

/** What the map is laid out by; null leaves it to the server. */
export interface MapAxes {
  readonly rows: string | null;
  readonly columns: string | null;
}

export interface CoverageMapProps {
  readonly designId: string;
  readonly coverage: CoverageData;
  readonly axes: MapAxes;
  readonly onAxes: (axes: MapAxes) => void;
  readonly projectSlug: string;
  /** What `metric` of a cell is, for hovering. */
  readonly metric?: { readonly title: string; readonly unit: string };
}

/** What of a design is done: rows and columns of any two things that vary, with cells or counts in each place. */
export function CoverageMap({ designId, coverage, axes, onAxes, projectSlug, metric }: CoverageMapProps) {
  const layout = useMemo(() => mapLayout(coverage), [coverage]);
  const [asked, setAsked] = useState<MapGroup | null>(null);
  const hasReplicates = coverage.dimensions.some(({ name }) => name === 'replicate');
  const isSingle = coverage.groups.every(({ cells }) => cells !== null);
  return (
    <div>
      <CoverageLegend counts={coverage.counts} />
      <AxisChoice coverage={coverage} onAxes={onAxes} />
      <MarkBoard order={layout.order} projectSlug={projectSlug} hasReplicates={hasReplicates} metric={metric}>
        <CoverageTable layout={layout} hasReplicates={hasReplicates} onGroup={setAsked} />
      </MarkBoard>
      <Text size="xs" c="dimmed" mt={8}>
        {explanation(coverage, isSingle)}
      </Text>
      {asked && (
        <GroupCells
          designId={designId}
          axes={axes}
          group={asked}
          hasReplicates={hasReplicates}
          projectSlug={projectSlug}
          metric={metric}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** Which two things make rows and columns; only where there is a choice. */
function AxisChoice({ coverage, onAxes }: Pick<CoverageMapProps, 'coverage' | 'onAxes'>) {
  const { dimensions, rows, columns } = coverage;
  if (dimensions.length < 2 || rows === null || columns === null) return null;
  const data = dimensions.map(({ name }) => ({ value: name, label: dimensionTitle(name) }));
  const choose = (change: Partial<MapAxes>) => {
    const next = { rows: rows.name, columns: columns.name, ...change };
    // Choosing what the other side shows swaps both.
    const isSwap = next.rows === next.columns;
    onAxes(isSwap ? { rows: columns.name, columns: rows.name } : next);
  };
  return (
    <Group gap="xs" mb="sm" className={classes.choice}>
      <Select
        size="xs"
        label="Rows"
        data={data}
        value={rows.name}
        onChange={(name) => choose({ rows: name })}
        allowDeselect={false}
      />
      <Select
        size="xs"
        label="Columns"
        data={data}
        value={columns.name}
        onChange={(name) => choose({ columns: name })}
        allowDeselect={false}
      />
    </Group>
  );
}

function explanation({ dimensions, rows, columns, groups }: CoverageData, isSingle: boolean): string {
  const others = dimensions.filter(({ name }) => name !== rows?.name && name !== columns?.name);
  const beside = others.map(({ name }) => dimensionTitle(name)).join(', ');
  if (!isSingle) {
    return `Each place counts its cells${beside && ` over ${beside}`}; click one to list them. ${formatNumber(groups.length)} places.`;
  }
  return `One mark a cell${beside && `; the marks of one place differ in ${beside}`}. Arrow keys move between marks, Enter opens the job.`;
}
