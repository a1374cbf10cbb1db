'use client';
import { Alert, Group, Select, Text } from '@mantine/core';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import type { Source } from '../queries';
import { ContrastTable } from './contrast-table';
import { verdictsText } from './contrast-text';
import { type SweepContrast, sweepContrastQuery } from './queries';
import { type Sides, sideInput, sidesOf, withSide } from './sides';

/** Two sources held against each other: A, B and B − A for every setting of the parameters that vary in both. */
export default function SweepsPanel({ comparison, view, change }: PanelProps) {
  const sides = sidesOf(comparison.sources, view.sweeps);
  if (sides === null) return null;
  const choose = (side: keyof Sides) => (label: string | null) => {
    if (label !== null) change({ sweeps: withSide(sides, side, label) });
  };
  return (
    <Panel title="Sweep against sweep">
      <Group gap="md" mb="md">
        <SideChoice label="A" sources={comparison.sources} chosen={sides.a} onChange={choose('a')} />
        <SideChoice label="B" sources={comparison.sources} chosen={sides.b} onChange={choose('b')} />
      </Group>
      <Contrast
        a={sideInput(sides.a, view, comparison.metric.name)}
        b={sideInput(sides.b, view, comparison.metric.name)}
      />
    </Panel>
  );
}

interface SideChoiceProps {
  readonly label: string;
  readonly sources: readonly Source[];
  readonly chosen: Source;
  readonly onChange: (label: string | null) => void;
}

function SideChoice({ label, sources, chosen, onChange }: SideChoiceProps) {
  return (
    <Select
      label={label}
      miw={240}
      flex="1 1 240px"
      allowDeselect={false}
      value={chosen.label}
      data={sources.map((source) => ({ value: source.label, label: `${source.label}: ${source.name}` }))}
      onChange={onChange}
    />
  );
}

interface ContrastProps {
  readonly a: ReturnType<typeof sideInput>;
  readonly b: ReturnType<typeof sideInput>;
}

function Contrast({ a, b }: ContrastProps) {
  const { data, error, refetch } = useApi(sweepContrastQuery, { a, b }, { keepPrevious: true });
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingRows />;
  const { sweepContrast: contrast } = data;
  return (
    <>
      <Text fz="sm" mb="xs">
        {verdictsText(contrast)}
      </Text>
      <Unshared contrast={contrast} />
      {contrast.warnings.map(({ code, message }) => (
        <Alert key={`${code} ${message}`} color="yellow" variant="light" mb="xs" p="xs">
          {message}
        </Alert>
      ))}
      <ContrastTable contrast={contrast} />
    </>
  );
}

/** Parameters that only one of the two varies: their settings are pooled in it. */
function Unshared({ contrast: { onlyInA, onlyInB } }: { readonly contrast: SweepContrast }) {
  const sides = [
    { side: 'A', parameters: onlyInA },
    { side: 'B', parameters: onlyInB },
  ].filter(({ parameters }) => parameters.length > 0);
  return sides.map(({ side, parameters }) => (
    <Text key={side} fz="sm" c="dimmed" mb="xs">
      Only {side} varies{' '}
      {parameters.map(({ path, values }) => `${path} (${values.length} values)`).join(', ')}.
    </Text>
  ));
}
