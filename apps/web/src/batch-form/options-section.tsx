'use client';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { type FieldChange, isChanged, type ParameterDrafts, parseDraft } from '@/parameters/drafts';
import { FieldRow } from '@/parameters/field-row';
import type { Field } from '@/parameters/fields';
import classes from '@/parameters/parameters.module.css';

export interface OptionsSectionProps {
  readonly fields: readonly Field[];
  readonly drafts: ParameterDrafts;
  readonly onChange: (path: string, change: FieldChange) => void;
  readonly messages: Readonly<Record<string, string>>;
}

/** Step 5: how the batch is carried out; folded, since the defaults suit most. */
export function OptionsSection({ fields, drafts, onChange, messages }: OptionsSectionProps) {
  const [opened, { toggle }] = useDisclosure(false);
  const hasProblem = fields.some(({ path }) => messages[path] !== undefined);
  const isOpen = opened || hasProblem;
  return (
    <Panel
      title="5. Options"
      actions={
        <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? 'Hide options' : 'Change options'}
        </Button>
      }
    >
      {isOpen ? (
        <div className={classes.groups}>
          {fields.map((field) => (
            <FieldRow
              key={field.path}
              field={field}
              drafts={drafts}
              message={messages[field.path]}
              onChange={onChange}
              sweepable={false}
            />
          ))}
        </div>
      ) : (
        <Summary fields={fields} drafts={drafts} />
      )}
    </Panel>
  );
}

function Summary({ fields, drafts }: Pick<OptionsSectionProps, 'fields' | 'drafts'>) {
  return (
    <Group gap="4px 18px">
      {fields.map((field) => {
        const draft = drafts.values[field.path];
        const changed = isChanged(field, draft);
        return (
          <Text key={field.path} size="sm" fw={changed ? 650 : 400} c={changed ? undefined : 'dimmed'}>
            {field.title}: {valueText(field, drafts)}
          </Text>
        );
      })}
    </Group>
  );
}

function valueText(field: Field, { values }: ParameterDrafts): string {
  const draft = values[field.path];
  const parsed = draft === undefined ? { value: field.default } : parseDraft(field, draft);
  const value = 'value' in parsed ? parsed.value : null;
  return value === null || value === undefined ? 'no limit' : withUnit(formatValue(value), field.unit);
}
