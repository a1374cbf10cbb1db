'use client';
import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { LiveBatch } from '@/batches/queries';
import { ChartFigure } from '@/charts/chart-figure';
import { useZoom, ZoomTools } from '@/charts/zoom';
import { useApi } from '@/graphql/hooks';
import { useLastLook } from '@/graphql/use-last-look';
import { Failure } from '@/page/failure';
import { Panel } from '@/page/panel';
import { findingOf, orderTitles, pageSize, type SampleOrder, shownText, tableOf } from './overlay';
import { OverlayChart } from './overlay-chart';
import { OverlayLegend } from './overlay-legend';
import { OverlayNotes } from './overlay-notes';
import { batchSpectraQuery, type ShownOverlay } from './queries';

const heightPx = 420;
const searchAfterMs = 300;

/** The spectra of a batch over one axis: its baseline and up to 30 samples at a time, which the reader chooses. */
export function OverlayPanel({ batch, moving }: { readonly batch: LiveBatch; readonly moving: boolean }) {
  const [order, setOrder] = useState<SampleOrder>('batch');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), searchAfterMs);
  // One for each page behind this one.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const { data, error, refetch } = useApi(
    batchSpectraQuery,
    { id: batch.id, after: cursors.at(-1) ?? null, search: search || null, sort: sortOf(batch, order) },
    { keepPrevious: true, refetchIntervalMs: moving ? 10_000 : false },
  );
  useLastLook(moving, refetch);
  const results = batch.counts.succeeded + batch.counts.reused;
  if (results === 0) return null;
  const overlay = data?.batch.spectra;
  const next = overlay?.pageInfo.hasNextPage ? overlay.pageInfo.endCursor : null;
  return (
    <Panel title="Spectra of this batch">
      <Stack gap="sm">
        {results > 1 && (
          <Group gap="sm" align="flex-end">
            <Select
              size="xs"
              label="Samples"
              w={240}
              allowDeselect={false}
              data={Object.entries(orderTitles).map(([value, label]) => ({ value, label }))}
              value={order}
              onChange={(value) => {
                setOrder(value as SampleOrder);
                setCursors([]);
              }}
            />
            <TextInput
              size="xs"
              label="Only those whose name has"
              w={220}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setCursors([]);
              }}
            />
            {results > pageSize && (
              <Pager
                page={cursors.length}
                onBack={() => setCursors(cursors.slice(0, -1))}
                onNext={next == null ? null : () => setCursors([...cursors, next])}
              />
            )}
          </Group>
        )}
        {overlay ? (
          <Curves key={overlay.samples[0]?.job.id} batch={batch} overlay={overlay} page={cursors.length} />
        ) : error ? (
          <Failure error={error} retry={refetch} />
        ) : (
          <Skeleton height={heightPx} />
        )}
      </Stack>
    </Panel>
  );
}

/** Samples without the metric that batches are ranked by have no place in the other orders. */
function sortOf({ objective }: LiveBatch, order: SampleOrder) {
  if (order === 'batch') return null;
  const best = objective.direction;
  const worst = best === 'minimize' ? ('maximize' as const) : ('minimize' as const);
  return {
    by: 'metric' as const,
    metric: objective.metric.name,
    direction: order === 'alike' ? best : worst,
  };
}

interface PagerProps {
  readonly page: number;
  readonly onBack: () => void;
  /** Null on the last page. */
  readonly onNext: (() => void) | null;
}

function Pager({ page, onBack, onNext }: PagerProps) {
  return (
    <Group gap={6}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        disabled={page === 0}
        onClick={onBack}
      >
        Previous {pageSize}
      </Button>
      <Button
        size="xs"
        variant="default"
        rightSection={<IconChevronRight size={14} aria-hidden />}
        disabled={onNext === null}
        onClick={() => onNext?.()}
      >
        Next {pageSize}
      </Button>
    </Group>
  );
}

interface CurvesProps {
  readonly batch: LiveBatch;
  readonly overlay: ShownOverlay;
  readonly page: number;
}

function Curves({ batch, overlay, page }: CurvesProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const zoom = useZoom();
  const table = useMemo(() => tableOf(overlay), [overlay]);
  const toggle = (key: string) => {
    const left = new Set(hidden);
    if (!left.delete(key)) left.add(key);
    setHidden(left);
  };
  return (
    <>
      {overlay.samples.length === 0 ? (
        <Text size="sm" c="dimmed" py="md">
          {overlay.total === 0 ? 'No sample with a result has such a name.' : 'None of these can be drawn.'}
        </Text>
      ) : (
        <>
          <ChartFigure
            title={`Samples and baseline: ${overlay.yTitle}`}
            finding={findingOf(overlay)}
            table={table}
            heightPx={heightPx}
            fileName={`${batch.name} spectra`}
            tools={<ZoomTools zoom={zoom} />}
            shown={`${shownText(overlay, page)}, as compared; about 1,000 points of each, every point on the page of its job.`}
          >
            <OverlayChart overlay={overlay} hidden={hidden} pointedAt={pointedAt} zoom={zoom} />
          </ChartFigure>
          <OverlayLegend overlay={overlay} hidden={hidden} onToggle={toggle} onPoint={setPointedAt} />
        </>
      )}
      <OverlayNotes batch={batch} leftOut={overlay.leftOut} />
    </>
  );
}
