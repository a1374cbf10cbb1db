import {
  type BatchOptions,
  canonicalJson,
  defaultBatchOptions,
  isJsonObject,
  type Json,
} from '@batchyard/domain';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { commonOptions } from '@/batch-form/option-groups';
import { withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { type Field, fieldsOf } from '@/parameters/fields';
import { batchOptionsQuery } from '@/pipelines/queries';
import type { LiveBatch } from './queries';

/** How the batch is carried out: the options that differ from the default and those most people set; the rest on request. */
export function BatchOptionsPanel({ batch }: { readonly batch: LiveBatch }) {
  const { data } = useApi(batchOptionsQuery, {});
  const [all, { toggle }] = useDisclosure(false);
  const rows = fieldsOf(data?.batchOptionsSchema ?? {}).map((field) => rowOf(field, batch.options));
  const shown = all ? rows : rows.filter(({ path, isChanged }) => isChanged || commonOptions.includes(path));
  return (
    <Panel
      title="Options"
      h="100%"
      actions={
        rows.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={all}>
            {all ? 'Show fewer' : `Show all ${rows.length}`}
          </Button>
        )
      }
    >
      <Group gap="10px 20px" align="flex-start">
        {shown.map(({ path, title, description, text, isChanged }) => (
          <div key={path} title={description}>
            <Text size="xs" c="dimmed">
              {title}
            </Text>
            <Text size="sm" fw={isChanged ? 650 : 450} style={{ overflowWrap: 'anywhere' }}>
              {text}
            </Text>
          </div>
        ))}
      </Group>
      {batch.modeReason && (
        <Text size="xs" c="dimmed" mt="sm">
          {batch.modeReason}
        </Text>
      )}
    </Panel>
  );
}

/** A batch of an earlier release has only some of the options; the others count as their default. */
function rowOf(field: Field, options: Json) {
  const { path, title, description, unit } = field;
  const standard = defaultBatchOptions[path as keyof BatchOptions] as Json | undefined;
  const value = (isJsonObject(options) ? options[path] : undefined) ?? standard ?? null;
  return {
    path,
    title,
    description,
    text: path === 'concurrency' && value === null ? 'by mode' : textOf(value, unit),
    isChanged: canonicalJson(value) !== canonicalJson(standard ?? null),
  };
}

function textOf(value: Json, unit: string | undefined): string {
  if (value === null) return 'no limit';
  if (Array.isArray(value))
    return value.map((entry) => String(entry).replaceAll('_', ' ')).join(', ') || 'none';
  return withUnit(formatValue(value), unit);
}
