'use client';
import { Badge, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { counted } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { type FieldChange, isChanged, type ParameterDrafts } from '@/parameters/drafts';
import { FieldRow } from '@/parameters/field-row';
import type { Field } from '@/parameters/fields';
import classes from '@/parameters/parameters.module.css';
import { groupOptions, type OptionGroup, type OptionsPipeline } from './option-groups';

export interface OptionsSectionProps {
  readonly fields: readonly Field[];
  readonly pipeline: OptionsPipeline;
  readonly drafts: ParameterDrafts;
  readonly onChange: (path: string, change: FieldChange) => void;
  readonly messages: Readonly<Record<string, string>>;
  /** What stands below the options. */
  readonly children?: ReactNode;
}

/** Step 5: how the batch is carried out; the few options that many set, the rest folded. */
export function OptionsSection({ fields, pipeline, children, ...form }: OptionsSectionProps) {
  const { few, more } = useMemo(() => groupOptions(fields, pipeline), [fields, pipeline]);
  const [opened, { toggle }] = useDisclosure(false);
  const rest = more.flatMap((group) => group.fields);
  const isOpen = opened || rest.some(({ path }) => form.messages[path] !== undefined);
  return (
    <Panel title="5. Options">
      <div className={classes.groups}>
        <Rows fields={few} {...form} />
        <MoreHead
          open={isOpen}
          onToggle={toggle}
          count={rest.length}
          changed={rest.filter((field) => isChanged(field, form.drafts.values[field.path])).length}
        />
        {isOpen && more.map((group) => <Group key={group.title} group={group} {...form} />)}
        {children}
      </div>
    </Panel>
  );
}

type FormProps = Pick<OptionsSectionProps, 'drafts' | 'onChange' | 'messages'>;

function Rows({ fields, drafts, onChange, messages }: FormProps & { readonly fields: readonly Field[] }) {
  return fields.map((field) => (
    <FieldRow
      key={field.path}
      field={field}
      drafts={drafts}
      message={messages[field.path]}
      onChange={onChange}
      sweepable={false}
    />
  ));
}

interface MoreHeadProps {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly count: number;
  readonly changed: number;
}

function MoreHead({ open, onToggle, count, changed }: MoreHeadProps) {
  return (
    <UnstyledButton className={classes.fold} aria-expanded={open} onClick={onToggle}>
      <IconChevronRight size={16} className={classes.chevron} data-open={open || undefined} aria-hidden />
      <Text size="sm" fw={620} component="span">
        More options
      </Text>
      <Text size="xs" c="dimmed" component="span" truncate flex={1}>
        {counted(count, 'option')}: attempts, limits, workers, names of results
      </Text>
      {changed > 0 && (
        <Badge size="sm" variant="default" tt="none">
          {changed} changed
        </Badge>
      )}
    </UnstyledButton>
  );
}

function Group({ group, ...form }: FormProps & { readonly group: OptionGroup }) {
  return (
    <section>
      <Text component="h3" size="xs" fw={620} c="dimmed" px={12} pt={10} pb={4} m={0}>
        {group.title}
      </Text>
      <Rows fields={group.fields} {...form} />
    </section>
  );
}
