'use client';
import { Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { Draft } from './drafts';
import type { Field } from './fields';

export interface FieldControlProps {
  readonly id: string;
  readonly field: Field;
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly describedBy: string | undefined;
  readonly onChange: (draft: Draft) => void;
}

/** The control that suits a field's kind; numbers stay text until they are parsed, so nothing typed is lost. */
export function FieldControl({ id, field, draft, error, describedBy, onChange }: FieldControlProps) {
  const common = { id, error, 'aria-describedby': describedBy };
  switch (field.kind) {
    case 'boolean':
      return (
        <Switch
          {...common}
          label={draft === true ? 'Yes' : 'No'}
          checked={draft === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={field.choices.map(String)}
          value={draft === '' ? null : String(draft)}
          onChange={(value) => onChange(value ?? '')}
          clearable={field.nullable}
          allowDeselect={field.nullable}
        />
      );
    case 'texts':
      return (
        <TagsInput
          {...common}
          value={Array.isArray(draft) ? [...draft] : []}
          onChange={onChange}
          placeholder="Add and press Enter"
          splitChars={[',', ';']}
        />
      );
    case 'rows':
    case 'json':
      return (
        <Textarea
          {...common}
          value={String(draft)}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder={field.kind === 'rows' ? 'One row a line: a, b' : 'JSON'}
          autosize
          minRows={2}
          maxRows={8}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={String(draft)}
          onChange={(event) => onChange(event.currentTarget.value)}
          inputMode={field.kind === 'number' || field.kind === 'integer' ? 'decimal' : undefined}
          placeholder={field.nullable ? 'empty' : undefined}
          rightSection={field.unit}
          rightSectionWidth={field.unit ? Math.max(34, field.unit.length * 9 + 14) : undefined}
          autoComplete="off"
        />
      );
  }
}
