'use client';
import type { AxisEntry } from '@batchyard/domain';
import { Anchor, Code, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { ParameterDiff } from '@/parameters/parameter-diff';
import { useCurrentProject } from '@/projects/project-frame';
import { combinationText, entryText } from './axis-text';
import { InputLabels } from './input-labels';
import type { WholeDesign } from './queries';
import { baseParams, metricOf, objectiveOf, readSpec, replicatesOf, stoppingText } from './spec';

/** Axes, inputs, objective and base parameters of a design. */
export function DesignFacts({ design }: { readonly design: WholeDesign }) {
  const spec = readSpec(design.spec);
  const replicates = replicatesOf(design.spec);
  const stopping = spec && stoppingText(spec, design.pipeline);
  return (
    <Panel title="What it tries">
      <Stack gap="md">
        <Text size="sm" fw={600} className="numeric">
          {counted(design.cellCount, 'cell')}
          {spec && spec.axes.length > 0 && `: ${combinationText(spec)}`}
        </Text>
        <Relatives design={design} />
        {spec && <Entries entries={spec.axes} />}
        {spec?.where !== undefined && (
          <Fact label="Keeps settings where">
            <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>
              {spec.where}
            </Code>
          </Fact>
        )}
        <Fact label="Ranks by">{objectiveText(design)}</Fact>
        {stopping !== null && <Fact label="Early stopping">{stopping}</Fact>}
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

/** Each axis with its values; groups with what is in them. */
function Entries({ entries }: { readonly entries: readonly AxisEntry[] }) {
  return entries.map((entry) => {
    const { title, text } = entryText(entry);
    return (
      <div key={title}>
        <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Code>
        <Text size="sm" className="numeric" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      </div>
    );
  });
}

/** Designs that have the same cells and more. */
function Relatives({ design }: { readonly design: WholeDesign }) {
  const project = useCurrentProject();
  const link = ({ id, name }: { readonly id: string; readonly name: string }) => (
    <Anchor component={Link} fz="sm" href={project.at(`/designs/${id}`)} style={{ overflowWrap: 'anywhere' }}>
      {name}
    </Anchor>
  );
  return (
    <>
      {design.extends && <Fact label="Extends">{link(design.extends)}</Fact>}
      {design.extendedBy.length > 0 && (
        <Fact label="Extended by">
          {design.extendedBy.map((extension) => (
            <Text key={extension.id} size="sm" component="div">
              {link(extension)} ({counted(extension.cellCount, 'cell')})
            </Text>
          ))}
        </Fact>
      )}
    </>
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
