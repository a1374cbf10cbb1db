'use client';
import { Badge, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { counted } from '@/formatting/numbers';
import { type FieldChange, isChanged, type ParameterDrafts } from './drafts';
import { FieldRow } from './field-row';
import type { Field, FieldGroup } from './fields';
import { filterGroups, firstOpen } from './filter-fields';
import classes from './parameters.module.css';
import type { RangeUse } from './range-draft';

export interface ParameterFormProps {
  readonly groups: readonly FieldGroup[];
  readonly drafts: ParameterDrafts;
  readonly onChange: (path: string, change: FieldChange) => void;
  /** Path → what is wrong with the field. */
  readonly messages: Readonly<Record<string, string>>;
  /** What the design does with the range of a parameter. */
  readonly rangeUse: (path: string) => RangeUse;
  /** More about how a parameter is varied; null: there is nothing to say. */
  readonly noteOf: (path: string) => string | null;
}

/** All parameters of a pipeline, grouped by object; groups that nobody touched are folded. */
export function ParameterForm({ groups, drafts, onChange, messages, rangeUse, noteOf }: ParameterFormProps) {
  const [search, setSearch] = useState('');
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const shown = filterGroups(groups, search);
  const standard = firstOpen(groups);
  const needsEye = (group: FieldGroup) =>
    group.fields.some((field) => isTouched(field, drafts) || messages[field.path] !== undefined);
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        leftSection={<IconSearch size={15} aria-hidden />}
        aria-label="Search parameters"
        placeholder="Search parameters"
        maw={340}
      />
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          No parameter has “{search.trim()}” in its name or description.
        </Text>
      )}
      {shown.length > 0 && (
        <div className={classes.groups}>
          {shown.map((group) => (
            <Group
              key={group.path}
              group={group}
              drafts={drafts}
              messages={messages}
              rangeUse={rangeUse}
              noteOf={noteOf}
              open={
                search.trim() !== '' || (toggled[group.path] ?? (group.path === standard || needsEye(group)))
              }
              onToggle={(open) => setToggled({ ...toggled, [group.path]: open })}
              onChange={onChange}
            />
          ))}
        </div>
      )}
    </Stack>
  );
}

interface GroupProps {
  readonly group: FieldGroup;
  readonly drafts: ParameterDrafts;
  readonly messages: Readonly<Record<string, string>>;
  readonly rangeUse: ParameterFormProps['rangeUse'];
  readonly noteOf: ParameterFormProps['noteOf'];
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly onChange: (path: string, change: FieldChange) => void;
}

function Group({ group, drafts, messages, rangeUse, noteOf, open, onToggle, onChange }: GroupProps) {
  const touched = group.fields.filter((field) => isTouched(field, drafts)).length;
  const wrong = group.fields.filter((field) => messages[field.path] !== undefined).length;
  return (
    <section>
      <h3 style={{ margin: 0, font: 'inherit' }}>
        <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => onToggle(!open)}>
          <IconChevronRight size={16} className={classes.chevron} data-open={open || undefined} aria-hidden />
          <Text size="sm" fw={620} component="span">
            {group.title}
          </Text>
          <Text size="xs" c="dimmed" component="span" truncate flex={1}>
            {group.description ?? counted(group.fields.length, 'parameter')}
          </Text>
          {touched > 0 && (
            <Badge size="sm" variant="default" tt="none">
              {touched} changed
            </Badge>
          )}
          {wrong > 0 && (
            <Badge size="sm" variant="light" color="red" tt="none">
              {counted(wrong, 'problem')}
            </Badge>
          )}
        </UnstyledButton>
      </h3>
      {open &&
        group.fields.map((field) => (
          <FieldRow
            key={field.path}
            field={field}
            drafts={drafts}
            message={messages[field.path]}
            onChange={onChange}
            sweepable
            use={rangeUse(field.path)}
            note={noteOf(field.path)}
          />
        ))}
    </section>
  );
}

function isTouched(field: Field, { values, sweeps }: ParameterDrafts): boolean {
  return sweeps[field.path] !== undefined || isChanged(field, values[field.path]);
}
