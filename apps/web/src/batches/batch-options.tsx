import { type BatchOptions, defaultBatchOptions } from '@batchyard/domain';
import { Group, Text } from '@mantine/core';
import { formatValue } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { fieldsOf } from '@/parameters/fields';
import { batchOptionsQuery } from '@/pipelines/queries';
import type { LiveBatch } from './queries';

/** How the batch is carried out; values that differ from the default are marked. */
export function BatchOptionsPanel({ batch }: { readonly batch: LiveBatch }) {
  const { data } = useApi(batchOptionsQuery, {});
  const options = batch.options as Partial<BatchOptions>;
  const fields = data ? fieldsOf(data.batchOptionsSchema) : [];
  return (
    <Panel title="Options" h="100%">
      <Group gap="10px 20px">
        {fields.map((field) => {
          const key = field.path as keyof BatchOptions;
          const value = options[key] ?? defaultBatchOptions[key];
          const changed = value !== defaultBatchOptions[key];
          return (
            <div key={field.path} title={field.description}>
              <Text size="xs" c="dimmed">
                {field.title}
              </Text>
              <Text size="sm" fw={changed ? 650 : 450}>
                {value === null ? 'no limit' : formatValue(value)}
                {value !== null && field.unit && ` ${field.unit}`}
              </Text>
            </div>
          );
        })}
      </Group>
    </Panel>
  );
}
