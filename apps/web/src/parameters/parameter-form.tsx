'use client';
import { Accordion, Badge, Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '@/graphql/error';
import { problemsAt } from '@/problems/problems';
import { type Draft, isChanged, type ParameterDrafts } from './drafts';
import type { Field, FieldGroup } from './fields';
import { ParameterField } from './parameter-field';

export interface ParameterFormProps {
  readonly groups: readonly FieldGroup[];
  readonly drafts: ParameterDrafts;
  readonly onChange: (drafts: ParameterDrafts) => void;
  /** Path → what is wrong with what was typed. */
  readonly messages: Readonly<Record<string, string>>;
  /** What the server found wrong. */
  readonly problems: readonly Problem[];
}

/** Parameters of a pipeline, grouped; changed ones are marked, and single values can become a sweep. */
export function ParameterForm({ groups, drafts, onChange, messages, problems }: ParameterFormProps) {
  const [search, setSearch] = useState('');
  const shown = groups
    .map((group) => ({ ...group, fields: group.fields.filter((field) => matches(field, search)) }))
    .filter((group) => group.fields.length > 0);
  return (
    <>
      <TextInput
        aria-label="Find a parameter"
        placeholder="Find a parameter"
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={320}
        mb="sm"
      />
      <Accordion
        multiple
        defaultValue={groups.map(({ path }) => path || 'general')}
        variant="separated"
        keepMounted={false}
      >
        {shown.map((group) => (
          <Accordion.Item key={group.path} value={group.path || 'general'}>
            <Accordion.Control>
              <GroupTitle group={group} drafts={drafts} />
            </Accordion.Control>
            <Accordion.Panel>
              {group.fields.map((field) => (
                <ParameterField
                  key={field.path}
                  field={field}
                  draft={drafts.values[field.path]}
                  sweep={drafts.sweeps[field.path]}
                  message={messages[field.path]}
                  problems={problemsAt(problems, field.path)}
                  onDraft={(draft) =>
                    onChange({ ...drafts, values: withEntry(drafts.values, field.path, draft) })
                  }
                  onSweep={(sweep) =>
                    onChange({ ...drafts, sweeps: withEntry(drafts.sweeps, field.path, sweep) })
                  }
                />
              ))}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          No parameter of that name.
        </Text>
      )}
    </>
  );
}

function GroupTitle({ group, drafts }: { readonly group: FieldGroup; readonly drafts: ParameterDrafts }) {
  const changed = group.fields.filter(
    (field) => drafts.sweeps[field.path] !== undefined || isChanged(field, drafts.values[field.path]),
  ).length;
  return (
    <Group gap="xs">
      <Text fw={600}>{group.path === '' ? 'General' : group.title}</Text>
      {changed > 0 && (
        <Badge size="sm" variant="light" color="yellow" c="var(--mantine-color-text)">
          {changed} changed
        </Badge>
      )}
      {group.path !== '' && group.description && (
        <Text size="sm" c="dimmed">
          {group.description}
        </Text>
      )}
    </Group>
  );
}

function matches(field: Field, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return `${field.path} ${field.title} ${field.description ?? ''}`.toLowerCase().includes(wanted);
}

/** A copy with one entry set or, with undefined, taken out. */
function withEntry<T extends Draft | string>(
  entries: Readonly<Record<string, T>>,
  path: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  const { [path]: _former, ...others } = entries;
  return value === undefined ? others : { ...others, [path]: value };
}
