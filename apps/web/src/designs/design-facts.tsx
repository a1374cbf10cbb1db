import { Code, Stack, Text } from '@mantine/core';
import { formatValue } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { ParameterDiff } from '@/parameters/parameter-diff';
import { InputLabels } from './input-labels';
import type { WholeDesign } from './queries';
import { axesOf, baseParams, cellsText, metricOf, objectiveOf, replicatesOf } from './spec';

/** Axes, inputs, objective and base parameters of a design. */
export function DesignFacts({ design }: { readonly design: WholeDesign }) {
  const axes = axesOf(design.spec);
  const replicates = replicatesOf(design.spec);
  return (
    <Panel title="What it tries">
      <Stack gap="md">
        <Text size="sm" fw={600} className="numeric">
          {cellsText(axes, design.inputs.length, replicates)}
        </Text>
        {axes.map((axis) => (
          <div key={axis.parameter}>
            <Code fz="xs">{axis.parameter}</Code>
            <Text size="sm" className="numeric">
              {axis.values.map(formatValue).join(', ')}
            </Text>
          </div>
        ))}
        <Fact label="Ranks by">{objectiveText(design)}</Fact>
        <Fact label={replicates === 1 ? 'Replicates' : 'Replicates, each with a seed of its own'}>
          {replicates === 1 ? 'one run of each setting and input' : String(replicates)}
        </Fact>
        <Fact label={design.inputs.length === 1 ? 'Input' : `${design.inputs.length} inputs`}>
          <InputLabels labels={design.inputs.map(({ label }) => label)} />
        </Fact>
        <Fact label="Base parameters">
          <BaseParameters design={design} />
        </Fact>
      </Stack>
    </Panel>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {typeof children === 'string' ? <Text size="sm">{children}</Text> : children}
    </div>
  );
}

function objectiveText({ spec, pipeline }: WholeDesign): string {
  const metric = metricOf(spec, pipeline);
  const direction = objectiveOf(spec)?.direction ?? metric?.direction ?? 'minimize';
  return `${metric?.title ?? pipeline.objective}, ${direction === 'minimize' ? 'lower' : 'higher'} is better`;
}

/** What a design sets beside its axes; values that an axis replaces are left out. */
function BaseParameters({ design }: { readonly design: WholeDesign }) {
  const params = baseParams(design.spec);
  if (params === null) return <Text size="sm">All at their defaults.</Text>;
  return (
    <ParameterDiff
      params={params}
      defaults={design.pipeline.defaultParams}
      schema={design.pipeline.paramsSchema}
    />
  );
}
