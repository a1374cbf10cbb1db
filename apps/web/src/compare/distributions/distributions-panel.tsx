'use client';
import { Stack } from '@mantine/core';
import type { PanelProps } from '../panel-props';
import { BoxPanel } from './box-panel';
import { ScatterPanel } from './scatter-panel';

/** How results spread: quantities against each other, and single values by a parameter. */
export default function DistributionsPanel(props: PanelProps) {
  return (
    <Stack gap="md">
      <ScatterPanel {...props} />
      <BoxPanel {...props} />
    </Stack>
  );
}
