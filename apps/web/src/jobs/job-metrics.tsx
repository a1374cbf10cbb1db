import { SimpleGrid, Text, Tooltip } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { WholeJob } from './queries';

/** All metrics with unit, the main figure first and large; the pipeline's description on hover. */
export function JobMetrics({ job }: { readonly job: WholeJob }) {
  const descriptions = new Map(
    job.batch.pipeline.metrics.map(({ name, description }) => [name, description]),
  );
  const main = job.batch.mainFigure.name;
  const metrics = [...job.metrics].sort((a, b) => Number(b.name === main) - Number(a.name === main));
  return (
    <Panel title="Metrics">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md" verticalSpacing="sm">
        {metrics.map((metric) => (
          <Tooltip key={metric.name} label={descriptions.get(metric.name) ?? metric.name} openDelay={300}>
            <div>
              <Text size="xs" c="dimmed">
                {metric.title}
              </Text>
              <Text fw={620} fz={metric.name === main ? 26 : 'lg'} lh={1.25} className="numeric">
                {formatNumber(metric.value, 5)}
                {metric.unit !== '1' && (
                  <Text span size="sm" fw={450} c="dimmed">
                    {` ${metric.unit}`}
                  </Text>
                )}
              </Text>
            </div>
          </Tooltip>
        ))}
      </SimpleGrid>
    </Panel>
  );
}
