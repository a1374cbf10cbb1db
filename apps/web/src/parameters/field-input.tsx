'use client';
import { MultiSelect, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type Draft, expectation, toDraft } from './drafts';
import type { Field } from './fields';

export interface FieldInputProps {
  readonly field: Field;
  /** Id of the control, for its label. */
  readonly id: string;
  /** What was typed; undefined shows the default. */
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft) => void;
  readonly error?: string;
  /** Id of the text that describes the field. */
  readonly describedBy?: string;
}

/** The control of one field, by its kind. */
export function FieldInput({ field, draft = toDraft(field, field.default), ...rest }: FieldInputProps) {
  switch (field.kind) {
    case 'boolean':
      return <SwitchInput draft={draft} {...rest} />;
    case 'choice':
      return <ChoiceInput field={field} draft={draft} {...rest} />;
    case 'choices':
      return <ChoicesInput field={field} draft={draft} {...rest} />;
    case 'texts':
      return <TextsInput field={field} draft={draft} {...rest} />;
    case 'rows':
    case 'json':
      return <LinesInput field={field} draft={draft} {...rest} />;
    default:
      return <LineInput field={field} draft={draft} {...rest} />;
  }
}

interface ControlProps extends Omit<FieldInputProps, 'field' | 'draft'> {
  readonly draft: Draft;
}

interface ControlWithField extends ControlProps {
  readonly field: Field;
}

function SwitchInput({ id, draft, onDraft, error, describedBy }: ControlProps) {
  return (
    <Switch
      id={id}
      checked={draft === true}
      onChange={(event) => onDraft(event.currentTarget.checked)}
      label={draft === true ? 'yes' : 'no'}
      error={error}
      aria-describedby={describedBy}
    />
  );
}

const none = '';

function ChoiceInput({ field, id, draft, onDraft, error, describedBy }: ControlWithField) {
  return (
    <Select
      id={id}
      data={field.choices.map(String)}
      value={draft === none ? null : String(draft)}
      onChange={(value) => onDraft(value ?? none)}
      allowDeselect={false}
      clearable={field.nullable}
      placeholder={field.nullable ? 'not given' : undefined}
      error={error}
      aria-describedby={describedBy}
    />
  );
}

function ChoicesInput({ field, id, draft, onDraft, error, describedBy }: ControlWithField) {
  const chosen = Array.isArray(draft) ? [...(draft as readonly string[])] : [];
  return (
    <MultiSelect
      id={id}
      data={field.choices.map(String).map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
      value={chosen}
      onChange={onDraft}
      placeholder={chosen.length === 0 ? 'none' : undefined}
      error={error}
      aria-describedby={describedBy}
    />
  );
}

function TextsInput({ id, draft, onDraft, error, describedBy }: ControlWithField) {
  const texts = Array.isArray(draft) ? [...(draft as readonly string[])] : [];
  return (
    <TagsInput
      id={id}
      value={texts}
      onChange={onDraft}
      placeholder={texts.length === 0 ? 'Type one, press Enter' : undefined}
      splitChars={[',', ';', '\n']}
      acceptValueOnBlur
      error={error}
      aria-describedby={describedBy}
    />
  );
}

function LinesInput({ field, id, draft, onDraft, error, describedBy }: ControlWithField) {
  return (
    <Textarea
      id={id}
      value={String(draft)}
      onChange={(event) => onDraft(event.currentTarget.value)}
      placeholder={field.kind === 'rows' ? 'One a line: first, second' : 'JSON'}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      error={error}
      aria-describedby={describedBy}
    />
  );
}

function LineInput({ field, id, draft, onDraft, error, describedBy }: ControlWithField) {
  const isNumber = field.kind === 'number' || field.kind === 'integer';
  return (
    <TextInput
      id={id}
      value={String(draft)}
      onChange={(event) => onDraft(event.currentTarget.value)}
      placeholder={placeholderOf(field)}
      className="numeric"
      inputMode={isNumber ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      rightSection={field.unit && field.unit !== '1' ? <UnitText unit={field.unit} /> : undefined}
      rightSectionWidth={field.unit ? Math.max(34, field.unit.length * 8 + 16) : undefined}
      rightSectionPointerEvents="none"
      error={error}
      aria-describedby={describedBy}
      title={isNumber ? `Enter ${expectation(field)}` : undefined}
    />
  );
}

function placeholderOf({ kind, nullable }: Field): string | undefined {
  if (nullable) return 'not given';
  return kind === 'numbers' ? '1, 2.5, 4' : undefined;
}

function UnitText({ unit }: { readonly unit: string }) {
  return (
    <span style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)', whiteSpace: 'nowrap' }}>{unit}</span>
  );
}
