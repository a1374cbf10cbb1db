'use client';
import { Group, Radio, Stack, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import type { WholePipeline } from '@/pipelines/queries';
import classes from './batch-form.module.css';
import { TemplateChoice } from './template-choice';

export interface PipelineSectionProps {
  readonly pipelines: readonly WholePipeline[];
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

/** Step 1: which pipeline. */
export function PipelineSection({ pipelines, chosen, onChoose }: PipelineSectionProps) {
  const only = pipelines.length === 1 ? pipelines[0] : undefined;
  return (
    <Panel title="1. Pipeline" actions={<TemplateChoice />}>
      {only ? (
        <PipelineText pipeline={only} />
      ) : (
        <Radio.Group value={chosen} onChange={(name) => onChoose(String(name))} aria-label="Pipeline">
          <Stack gap="xs">
            {pipelines.map((pipeline) => (
              <Radio.Card key={pipeline.name} value={pipeline.name} className={classes.card}>
                <Group wrap="nowrap" align="flex-start" gap="sm">
                  <Radio.Indicator mt={2} />
                  <PipelineText pipeline={pipeline} />
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Panel>
  );
}

function PipelineText({ pipeline }: { readonly pipeline: WholePipeline }) {
  return (
    <div>
      <Text size="sm" fw={620}>
        {pipeline.title}{' '}
        <Text span size="xs" c="dimmed" fw={400}>
          version {pipeline.version}
        </Text>
      </Text>
      <Text size="sm" c="dimmed">
        {pipeline.summary}
      </Text>
    </div>
  );
}
