'use client';
import { Anchor, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FieldChange, parseDraft } from './drafts';
import type { Field } from './fields';
import {
  asksLevels,
  type RangeDraft,
  type RangeKind,
  type RangeUse,
  rangeKinds,
  rangeTitles,
} from './range-draft';
import { canRange, startRange } from './ranges';

export interface VariedInputProps {
  readonly field: Field;
  readonly id: string;
  readonly use: RangeUse;
  readonly change: FieldChange;
  readonly onChange: (change: FieldChange) => void;
  readonly message?: string;
}

/** The values of one parameter to try: a list, or a range; and when they matter at all. */
export function VariedInput({ field, id, use, change, onChange, message }: VariedInputProps) {
  const { path } = field;
  const { range, condition } = change;
  return (
    <Stack gap={6}>
      {range === undefined ? (
        <TextInput
          id={id}
          aria-label={`Values of ${path} to try`}
          className="numeric"
          value={change.sweep}
          onChange={(event) => onChange({ ...change, sweep: event.currentTarget.value })}
          placeholder="Separated by commas"
          error={message}
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <RangeInput
          path={path}
          id={id}
          use={use}
          range={range}
          onRange={(next) => onChange({ ...change, range: next })}
          message={message}
        />
      )}
      {condition !== undefined && (
        <TextInput
          size="xs"
          label="Only when"
          aria-label={`${path} is varied only when`}
          value={condition}
          onChange={(event) => onChange({ ...change, condition: event.currentTarget.value })}
          placeholder="use_robust_loss = true"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <Group gap={12}>
        {canRange(field) && (
          <Switcher
            label={range === undefined ? 'A range instead' : 'Single values instead'}
            about={path}
            onClick={() =>
              onChange({
                ...change,
                range: range === undefined ? startRange(field, formerNumber(field, change)) : undefined,
              })
            }
          />
        )}
        <Switcher
          label={condition === undefined ? 'Only when…' : 'Always'}
          about={path}
          onClick={() => onChange({ ...change, condition: condition === undefined ? '' : undefined })}
        />
      </Group>
    </Stack>
  );
}

/** The value that stood in the field before it was varied. */
function formerNumber(field: Field, { value }: FieldChange): number | null {
  const parsed = value === undefined ? { value: field.default ?? null } : parseDraft(field, value);
  return 'value' in parsed && typeof parsed.value === 'number' ? parsed.value : null;
}

interface SwitcherProps {
  readonly label: string;
  readonly about: string;
  readonly onClick: () => void;
}

function Switcher({ label, about, onClick }: SwitcherProps) {
  return (
    <Anchor component="button" type="button" fz="xs" onClick={onClick} aria-label={`${label}: ${about}`}>
      {label}
    </Anchor>
  );
}

interface RangeInputProps {
  readonly path: string;
  readonly id: string;
  readonly use: RangeUse;
  readonly range: RangeDraft;
  readonly onRange: (range: RangeDraft) => void;
  readonly message?: string;
}

function RangeInput({ path, id, use, range, onRange, message }: RangeInputProps) {
  const entry = (key: 'min' | 'max' | 'step' | 'levels', label: string) => (
    <TextInput
      size="xs"
      flex="1 1 64px"
      label={label}
      aria-label={`${label}: ${path}`}
      id={key === 'min' ? id : undefined}
      className="numeric"
      value={range[key]}
      onChange={(event) => onRange({ ...range, [key]: event.currentTarget.value })}
      placeholder={key === 'levels' && range.distribution === 'integer' ? 'all' : undefined}
      inputMode="decimal"
      autoComplete="off"
    />
  );
  return (
    <div>
      <Group gap={8} align="flex-end">
        {entry('min', 'From')}
        {entry('max', 'To')}
        {range.distribution === 'step' && entry('step', 'Step')}
        {asksLevels(range, use) && entry('levels', 'Values')}
      </Group>
      <Select
        size="xs"
        mt={6}
        aria-label={`How values of ${path} are taken`}
        data={rangeKinds.map((value) => ({ value, label: `taken ${rangeTitles[value]}` }))}
        value={range.distribution}
        onChange={(distribution) => onRange({ ...range, distribution: distribution as RangeKind })}
        allowDeselect={false}
      />
      {message && (
        <Text size="xs" c="var(--tone-failed)" mt={4}>
          {message}
        </Text>
      )}
    </div>
  );
}
