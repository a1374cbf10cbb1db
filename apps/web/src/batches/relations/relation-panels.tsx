'use client';
import { Text } from '@mantine/core';
import { ChartFigure } from '@/charts/chart-figure';
import { useZoom, ZoomTools } from '@/charts/zoom';
import { formatNumber, titleWithUnit } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { useLastLook } from '@/graphql/use-last-look';
import { Panel } from '@/page/panel';
import { curveText } from './curve';
import { relationsQuery, type ShownRelation } from './queries';
import { RelationChart } from './relation-chart';

/** For each metric that depends on another one by its nature: both over the jobs of the batch, with the curve. */
export function RelationPanels({ batchId, moving }: { readonly batchId: string; readonly moving: boolean }) {
  const { data, refetch } = useApi(
    relationsQuery,
    { id: batchId },
    { refetchIntervalMs: moving ? 10_000 : false },
  );
  useLastLook(moving, refetch);
  return (data?.batch.relations ?? []).map((relation) => (
    <RelationPanel key={relation.y.name} relation={relation} />
  ));
}

function RelationPanel({ relation }: { readonly relation: ShownRelation }) {
  const zoom = useZoom();
  const { title, x, y, points } = relation;
  const text = curveText(relation);
  return (
    <Panel title={title}>
      <Text size="sm" mb="sm">
        {text}
      </Text>
      <ChartFigure
        title={`${y.title} against ${x.title.toLowerCase()}`}
        fileName={title}
        finding={text}
        table={{
          headings: ['Job', titleWithUnit(x.title, x.unit), titleWithUnit(y.title, y.unit), 'Residual (%)'],
          rows: points.map((point) => ({
            key: point.jobId,
            cells: [
              point.label,
              formatNumber(point.x),
              formatNumber(point.y),
              point.residualPercent == null ? '' : formatNumber(point.residualPercent, 3),
            ],
          })),
        }}
        heightPx={320}
        tools={<ZoomTools zoom={zoom} />}
      >
        <RelationChart relation={relation} zoom={zoom} />
      </ChartFigure>
    </Panel>
  );
}
