'use client';
import { Anchor, Code, Switch, Text, VisuallyHidden } from '@mantine/core';
import { withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import {
  canSweep,
  changeOf,
  type Draft,
  type FieldChange,
  isChanged,
  type ParameterDrafts,
  toDraft,
} from './drafts';
import { FieldInput } from './field-input';
import type { Field } from './fields';
import classes from './parameters.module.css';
import type { RangeUse } from './range-draft';
import { VariedInput } from './varied-input';

export interface FieldRowProps {
  readonly field: Field;
  readonly drafts: ParameterDrafts;
  readonly onChange: (path: string, change: FieldChange) => void;
  readonly message?: string;
  /** Whether several values may be tried at all; false for options. */
  readonly sweepable: boolean;
  /** What the design does with ranges. */
  readonly use?: RangeUse;
  /** More about how it is varied. */
  readonly note?: string | null;
}

/** One field: what it is, its control, and the switch to several values. */
export function FieldRow({
  field,
  drafts,
  onChange,
  message,
  sweepable,
  use = 'enumerate',
  note = null,
}: FieldRowProps) {
  const { path } = field;
  const id = `field-${path}`;
  const draft = drafts.values[path];
  const sweep = drafts.sweeps[path];
  const changed = sweep !== undefined || isChanged(field, draft);
  return (
    <div className={classes.row} data-changed={changed || undefined} data-plain={!sweepable || undefined}>
      <FieldText
        field={field}
        id={id}
        changed={changed}
        withPath={sweepable}
        onReset={() => onChange(path, {})}
      />
      {sweep === undefined ? (
        <FieldInput
          field={field}
          id={id}
          draft={draft}
          onDraft={(value) => onChange(path, { value })}
          error={message}
          describedBy={`${id}-about`}
        />
      ) : (
        <VariedInput
          field={field}
          id={id}
          use={use}
          change={changeOf(drafts, path)}
          onChange={(change) => onChange(path, change)}
          message={message}
        />
      )}
      {sweepable && canSweep(field) && (
        <div className={classes.sweep}>
          <Switch
            size="xs"
            checked={sweep !== undefined}
            onChange={(event) =>
              onChange(path, {
                value: draft,
                sweep: event.currentTarget.checked ? startOf(field, draft) : undefined,
              })
            }
            label={
              <>
                Try several<VisuallyHidden> values of {path}</VisuallyHidden>
              </>
            }
          />
          {note !== null && (
            <Text size="xs" c="dimmed">
              {note}
            </Text>
          )}
        </div>
      )}
    </div>
  );
}

interface FieldTextProps {
  readonly field: Field;
  readonly id: string;
  readonly changed: boolean;
  /** Whether the name that files and programs use is shown as well. */
  readonly withPath: boolean;
  readonly onReset: () => void;
}

function FieldText({ field, id, changed, withPath, onReset }: FieldTextProps) {
  const standard = defaultText(field);
  return (
    <div style={{ minWidth: 0 }}>
      <Text component="label" htmlFor={id} size="sm" fw={550}>
        {field.title}
      </Text>{' '}
      {withPath && (
        <Code fz={11} style={{ overflowWrap: 'anywhere' }}>
          {field.path}
        </Code>
      )}
      <div id={`${id}-about`}>
        {field.description && (
          <Text size="xs" c="dimmed">
            {field.description}
          </Text>
        )}
        {standard !== null && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            Default: {standard}
            {changed && (
              <>
                {' · '}
                <Anchor
                  component="button"
                  type="button"
                  fz="xs"
                  onClick={onReset}
                  aria-label={`Reset ${field.path}`}
                >
                  Reset
                </Anchor>
              </>
            )}
          </Text>
        )}
      </div>
    </div>
  );
}

function defaultText({ default: standard, unit }: Field): string | null {
  if (standard === undefined) return null;
  return standard === null ? 'empty' : withUnit(formatValue(standard), unit);
}

/** What the list of values starts with: all of a choice or a switch, else the one value there is. */
function startOf(field: Field, draft: Draft | undefined): string {
  if (field.kind === 'boolean') return 'yes, no';
  if (field.kind === 'choice') return field.choices.map(String).join(', ');
  return String(draft ?? toDraft(field, field.default));
}
