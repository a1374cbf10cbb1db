'use client';
import { ActionIcon, Code, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useId } from 'react';
import { withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import type { Problem } from '@/graphql/error';
import { canSweep, type Draft, isChanged, toDraft } from './drafts';
import { FieldControl } from './field-control';
import type { Field } from './fields';
import classes from './parameters.module.css';

export interface ParameterFieldProps {
  readonly field: Field;
  readonly draft: Draft | undefined;
  /** Comma-separated values while the field is an axis. */
  readonly sweep: string | undefined;
  readonly message: string | undefined;
  readonly problems: readonly Problem[];
  /** undefined = back to the default. */
  readonly onDraft: (draft: Draft | undefined) => void;
  /** undefined = one value again. */
  readonly onSweep: (sweep: string | undefined) => void;
}

/** One parameter: name, meaning, its control, the switch to a sweep, and the way back to the default. */
export function ParameterField(props: ParameterFieldProps) {
  const { field, draft, sweep, message, problems, onDraft, onSweep } = props;
  const id = useId();
  const changed = sweep !== undefined || isChanged(field, draft);
  const error = message ?? problems.map((problem) => problem.message).join(' ');
  const reset = () => {
    if (sweep !== undefined) onSweep(undefined);
    onDraft(undefined);
  };
  return (
    <div className={classes.field} data-changed={changed || undefined}>
      <div>
        <label htmlFor={id} className={classes.label}>
          {field.title}
          {field.unit && ` (${field.unit})`}
        </label>{' '}
        <Code fz={11}>{field.path}</Code>
        {field.description && (
          <Text size="xs" c="dimmed" id={`${id}-about`}>
            {field.description}
          </Text>
        )}
      </div>
      <div>
        {sweep === undefined ? (
          <FieldControl
            id={id}
            field={field}
            draft={draft ?? toDraft(field, field.default)}
            error={error || undefined}
            describedBy={field.description ? `${id}-about` : undefined}
            onChange={onDraft}
          />
        ) : (
          <SweepInput id={id} field={field} sweep={sweep} error={error || undefined} onChange={onSweep} />
        )}
        {changed && (
          <Text size="xs" c="dimmed" mt={2} style={{ overflowWrap: 'anywhere' }}>
            default {withUnit(formatValue(field.default), field.unit)}
          </Text>
        )}
      </div>
      <div className={classes.tools}>
        {canSweep(field) && (
          <Tooltip label="Try several values, each combined with all others">
            <Switch
              size="xs"
              label="Sweep"
              checked={sweep !== undefined}
              onChange={(event) =>
                onSweep(event.currentTarget.checked ? sweepStart(field, draft) : undefined)
              }
            />
          </Tooltip>
        )}
        <Tooltip label="Back to the default">
          <ActionIcon
            variant="subtle"
            aria-label={`Reset ${field.title}`}
            onClick={reset}
            style={{ visibility: changed ? 'visible' : 'hidden' }}
          >
            <IconRestore size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

/** A sweep begins with what stands in the field; switches and choices with all they can be. */
function sweepStart(field: Field, draft: Draft | undefined): string {
  if (field.kind === 'boolean') return 'yes, no';
  if (field.kind === 'choice') return field.choices.map(String).join(', ');
  return String(draft ?? toDraft(field, field.default));
}

interface SweepInputProps {
  readonly id: string;
  readonly field: Field;
  readonly sweep: string;
  readonly error: string | undefined;
  readonly onChange: (sweep: string) => void;
}

function SweepInput({ id, field, sweep, error, onChange }: SweepInputProps) {
  return (
    <TextInput
      id={id}
      value={sweep}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      placeholder="100, 500, 1000"
      aria-label={`Values of ${field.title} to try, separated by commas`}
      autoComplete="off"
    />
  );
}
