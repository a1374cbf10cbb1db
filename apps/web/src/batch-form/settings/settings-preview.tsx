import type { DesignSpec, JsonObject } from '@batchyard/domain';
import { Code, Stack, Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import { counted, formatNumber } from '@/formatting/numbers';
import { formatValue, leafName } from '@/formatting/values';
import { previewOf, type Spread, scatterAxes, spreadOf } from './preview';
import { SettingsScatter } from './settings-scatter';

export interface SettingsPreviewProps {
  readonly spec: DesignSpec;
  readonly defaults: JsonObject;
}

const shownRows = 8;

/** The first settings as rows, how each parameter spreads, and drawn settings as points. */
export function SettingsPreview({ spec, defaults }: SettingsPreviewProps) {
  const preview = useMemo(() => previewOf(spec, defaults), [spec, defaults]);
  const spreads = useMemo(() => spreadOf(preview), [preview]);
  const ranges = scatterAxes(spec);
  const { parameters, settings } = preview;
  const isDrawn = spec.kind !== 'grid' && spec.kind !== 'zip';
  return (
    <Stack gap="sm">
      <Table.ScrollContainer minWidth={0}>
        <Table verticalSpacing={3} fz="xs" className="numeric" aria-label="First settings">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={40}>No.</Table.Th>
              {parameters.map((parameter) => (
                <Table.Th key={parameter} title={parameter}>
                  {leafName(parameter)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {settings.slice(0, shownRows).map(({ setting, isExcluded }, index) => (
              <Table.Tr
                key={JSON.stringify(setting)}
                c={isExcluded ? 'dimmed' : undefined}
                td={isExcluded ? 'line-through' : undefined}
              >
                <Table.Td c="dimmed">{index + 1}</Table.Td>
                {parameters.map((parameter) => (
                  <Table.Td key={parameter}>
                    {setting[parameter] === undefined ? '–' : formatValue(setting[parameter])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        {moreText(settings.length)}
        {spec.where !== undefined && ' Struck out: excluded by the condition.'}
        {spec.kind === 'adaptive' && ' The others are proposed from their results.'}
      </Text>
      <ul style={{ margin: 0, paddingLeft: 18, fontSize: 12 }} className="numeric">
        {spreads.map((spread) => (
          <li key={spread.parameter}>
            <Code fz={11}>{spread.parameter}</Code> {spreadText(spread)}
          </li>
        ))}
      </ul>
      {isDrawn && ranges.length >= 2 && <SettingsScatter preview={preview} axes={ranges} />}
    </Stack>
  );
}

function moreText(total: number): string {
  if (total <= shownRows) return total === 1 ? 'This is the only setting.' : 'These are all settings.';
  return `and ${counted(total - shownRows, 'more setting')}.`;
}

function spreadText({ distinct, range }: Spread): string {
  const values = counted(distinct, 'value');
  if (range === null || distinct < 2) return values;
  return `${values} from ${formatNumber(range[0])} to ${formatNumber(range[1])}`;
}
