'use client';
import { Button, Code, CopyButton, Group, Popover, ScrollArea, SegmentedControl, Stack } from '@mantine/core';
import { IconCheck, IconClipboard, IconCode } from '@tabler/icons-react';
import { useState } from 'react';
import type { ComparisonData, Setting } from '../queries';
import { parametersOf, toYaml } from './parameters-text';

export interface ParametersButtonProps {
  readonly comparison: ComparisonData;
  readonly setting: Setting;
}

/** Shows all parameters of a setting as YAML or JSON, to copy or, where copying is not allowed, to select. */
export function ParametersButton({ comparison, setting }: ParametersButtonProps) {
  const [format, setFormat] = useState('YAML');
  const parameters = parametersOf(comparison, setting);
  const text = format === 'YAML' ? toYaml(parameters) : `${JSON.stringify(parameters, null, 2)}\n`;
  return (
    <Popover position="bottom-end" width="min(440px, 92vw)" shadow="md" trapFocus withArrow>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconCode size={14} aria-hidden />}>
          Copy parameters
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <SegmentedControl
              size="xs"
              aria-label="Format"
              data={['YAML', 'JSON']}
              value={format}
              onChange={setFormat}
            />
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  size="xs"
                  leftSection={
                    copied ? <IconCheck size={14} aria-hidden /> : <IconClipboard size={14} aria-hidden />
                  }
                  onClick={copy}
                >
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Group>
          <ScrollArea.Autosize mah={320} type="auto">
            <Code block>{text}</Code>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
