'use client';
import { isJsonObject, type Json, parametersOf } from '@batchyard/domain';
import { Anchor, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Field } from '@/parameters/fields';
import classes from '../settings/settings.module.css';
import { TableSection } from '../table/table-section';
import { toYaml } from '../yaml/to-yaml';
import { emptyTable, type GroupDraft, groupOf, type KeptEntry } from './group-draft';
import { MemberFields } from './member-fields';

export interface GroupsSectionProps {
  readonly groups: readonly GroupDraft[];
  readonly onGroups: (groups: readonly GroupDraft[]) => void;
  /** Paths of the parameters that are varied in the form. */
  readonly varied: readonly string[];
  readonly fields: readonly Field[];
  readonly messages: Readonly<Record<string, string>>;
}

/** Parameters that vary together, as one entry of the design each: in step, as a table, or as it came. */
export function GroupsSection({ groups, onGroups, varied, fields, messages }: GroupsSectionProps) {
  const free = varied.filter((path) => groupOf(groups, path) === undefined);
  const replace = (index: number, group: GroupDraft) =>
    onGroups(groups.map((each, at) => (at === index ? group : each)));
  const remove = (index: number) => onGroups(groups.filter((_, at) => at !== index));
  return (
    <Stack gap="sm">
      {groups.map((group, index) => {
        const message = messages[`groups.${index}`];
        const shared = { number: index + 1, onRemove: () => remove(index), message };
        const key = `${index} ${group.kind === 'rows' || group.kind === 'kept' ? group.kind : ''}`;
        if (group.kind === 'kept') return <KeptCard key={key} {...shared} kept={group} />;
        return (
          <GroupCard key={key} {...shared} title={group.kind === 'rows' ? 'a table of settings' : null}>
            {group.kind === 'rows' ? (
              <TableSection
                id={`settings-table-${index}`}
                text={group.table}
                onText={(table) => replace(index, { ...group, table })}
                fields={fields}
                message={message}
              />
            ) : (
              <MemberFields
                number={index + 1}
                group={group}
                onGroup={(next) => replace(index, next)}
                offered={varied.filter((path) => free.includes(path) || group.members.includes(path))}
                message={message}
              />
            )}
            <WhenField
              number={index + 1}
              when={group.when}
              onWhen={(when) => replace(index, { ...group, when })}
            />
          </GroupCard>
        );
      })}
      <Group gap="md">
        {free.length > 0 && varied.length > 1 && (
          <Adder
            label="Group parameters that vary together…"
            onClick={() => onGroups([...groups, { kind: 'zip', members: free, samples: '10', when: '' }])}
          />
        )}
        <Adder
          label="Paste or upload a table of settings…"
          onClick={() => onGroups([...groups, emptyTable])}
        />
      </Group>
    </Stack>
  );
}

function Adder({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Anchor component="button" type="button" fz="sm" w="fit-content" onClick={onClick}>
      {label}
    </Anchor>
  );
}

interface GroupCardProps {
  readonly number: number;
  /** What kind of group it is, where that cannot be chosen. */
  readonly title: string | null;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

function GroupCard({ number, title, onRemove, children }: GroupCardProps) {
  return (
    <section className={classes.box} aria-label={`Group ${number}`}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            Group {number}
            {title !== null && `: ${title}`}
          </Text>
          <Anchor
            component="button"
            type="button"
            fz="xs"
            onClick={onRemove}
            aria-label={`Remove group ${number}`}
          >
            Remove
          </Anchor>
        </Group>
        {children}
      </Stack>
    </section>
  );
}

interface WhenFieldProps {
  readonly number: number;
  readonly when: string;
  readonly onWhen: (when: string) => void;
}

/** The condition under which the group is varied at all; opens on demand. */
function WhenField({ number, when, onWhen }: WhenFieldProps) {
  const [asked, setAsked] = useState(false);
  if (when === '' && !asked) {
    return (
      <Anchor
        component="button"
        type="button"
        fz="xs"
        w="fit-content"
        aria-label={`Only when: group ${number}`}
        onClick={() => setAsked(true)}
      >
        Only when…
      </Anchor>
    );
  }
  return (
    <TextInput
      size="xs"
      label="Only when"
      aria-label={`Group ${number} is varied only when`}
      value={when}
      onChange={(event) => onWhen(event.currentTarget.value)}
      placeholder="use_robust_loss = true"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

interface KeptCardProps extends Omit<GroupCardProps, 'title' | 'children'> {
  readonly kept: KeptEntry;
  readonly message?: string;
}

/** An entry without fields: shown as it is, and started as it is. */
function KeptCard({ kept, message, ...card }: KeptCardProps) {
  const entry = JSON.parse(JSON.stringify(kept.entry)) as Json;
  return (
    <GroupCard {...card} title={`varies ${parametersOf([kept.entry]).join(', ')}`}>
      <Code block fz={12}>
        {isJsonObject(entry) ? toYaml(entry).trimEnd() : ''}
      </Code>
      {message && (
        <Text size="xs" c="var(--tone-failed)">
          {message}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        The form has no fields for this part. It stays as it is; “Edit as YAML” changes it.
      </Text>
    </GroupCard>
  );
}
