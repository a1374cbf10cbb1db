'use client';
import { Checkbox, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { readStart } from '@/artifacts/read-start';
import { ChartFigure } from '@/charts/chart-figure';
import { useChartColors } from '@/charts/use-chart-colors';
import { useZoom, ZoomTools } from '@/charts/zoom';
import { formatNumber } from '@/formatting/numbers';
import type { WholeJob } from '@/jobs/queries';
import { Panel } from '@/page/panel';
import { CurvesChart, curveColor } from './curves-chart';
import { type Curves, findingOf, readCurves, thinned } from './read-curves';

type Artifact = WholeJob['artifacts'][number];

/** Larger tables are for the download. */
const mostBytes = 16 * 1024 * 1024;
const tableRows = 400;
const heightPx = 380;

/** The tables of a job that hold spectra, those that were compared first. */
export function spectraOf({ artifacts, batch }: Pick<WholeJob, 'artifacts' | 'batch'>): readonly Artifact[] {
  if (batch.pipeline.name !== 'spectral-comparison') return [];
  const compared = artifacts.filter(({ path }) => path === 'comparison.csv');
  return [...compared, ...artifacts.filter(({ path }) => path.endsWith('_normalized.csv'))];
}

/** Spectra of a job to look into: any of its tables, zoomed, curve by curve, as a table or saved as a picture. */
export function JobSpectra({ artifacts }: { readonly artifacts: readonly Artifact[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const artifact = artifacts.find(({ id }) => id === chosen) ?? artifacts[0];
  if (artifact === undefined) return null;
  return (
    <Panel title="Spectra">
      <Stack gap="sm">
        {artifacts.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Which spectra"
            value={artifact.id}
            onChange={setChosen}
            data={artifacts.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
        <Spectra key={artifact.id} artifact={artifact} />
      </Stack>
    </Panel>
  );
}

function Spectra({ artifact: { url, title, path } }: { readonly artifact: Artifact }) {
  const { data, error } = useQuery({
    queryKey: ['spectra', url],
    queryFn: ({ signal }) => readStart(url, mostBytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const curves = useMemo(() => (data && !data.cut ? readCurves(data.text) : null), [data]);
  if (error || (data && curves === null)) {
    const why = data?.cut ? 'The table is too large to be drawn here.' : 'The table could not be loaded.';
    return (
      <Text size="sm" c="dimmed">
        {why} Download {path} instead.
      </Text>
    );
  }
  if (!curves) return <Skeleton height={heightPx} />;
  return <CurvesFigure curves={curves} title={title} fileName={path.replace(/\.csv$/, '')} />;
}

interface CurvesFigureProps {
  readonly curves: Curves;
  readonly title: string;
  readonly fileName: string;
}

function CurvesFigure({ curves, title, fileName }: CurvesFigureProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const zoom = useZoom();
  const colors = useChartColors();
  const table = useMemo(() => tableOf(curves), [curves]);
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  return (
    <>
      <Group gap="md">
        {curves.curves.map(({ name }, index) => (
          <Checkbox
            key={name}
            size="xs"
            label={name}
            color={curveColor(colors, index)}
            checked={!hidden.has(name)}
            onChange={() => toggle(name)}
          />
        ))}
      </Group>
      <ChartFigure
        title={title}
        finding={findingOf(curves)}
        table={table}
        heightPx={heightPx}
        fileName={fileName}
        tools={<ZoomTools zoom={zoom} />}
        shown={
          curves.x.length > tableRows
            ? `${curves.x.length} points; the table has ${tableRows} of them, the download all.`
            : `${curves.x.length} points`
        }
      >
        <CurvesChart curves={curves} yTitle={title.split(': ')[1] ?? null} hidden={hidden} zoom={zoom} />
      </ChartFigure>
    </>
  );
}

function tableOf({ x, xTitle, curves }: Curves) {
  const rows = thinned(
    x.map((_, index) => index),
    tableRows,
  );
  return {
    headings: [xTitle, ...curves.map(({ name }) => name)],
    rows: rows.map((index) => ({
      key: String(index),
      cells: [
        formatNumber(x[index] ?? Number.NaN, 7),
        ...curves.map(({ y }) => formatNumber(y[index] ?? Number.NaN, 5)),
      ],
    })),
  };
}
