'use client';
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CodeArea } from '@/page/code-area';
import {
  type DefinitionDraft,
  emptyInput,
  emptyMetric,
  emptyParameter,
  type MetricDraft,
  type ParameterType,
  parameterTypes,
} from './definition-draft';
import { RunnerFields } from './runner-fields';

export interface DefinitionFormProps {
  readonly draft: DefinitionDraft;
  readonly onDraft: (draft: DefinitionDraft) => void;
}

/** The fields of a command pipeline that most need; the others are written as YAML. */
export function DefinitionForm({ draft, onDraft }: DefinitionFormProps) {
  const set = (change: Partial<DefinitionDraft>) => onDraft({ ...draft, ...change });
  const text = (field: 'name' | 'version' | 'title' | 'summary' | 'memoryMb' | 'timeS' | 'programName') => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <TextInput label="Name" description="Lower case words joined by -" {...text('name')} />
        <TextInput label="Version" description="A version never changes" {...text('version')} />
        <TextInput label="Title" description="As people see it" {...text('title')} />
      </SimpleGrid>
      <TextInput label="Summary" {...text('summary')} />
      <Textarea
        label="Command"
        description="The program and its arguments, one a line; there is no shell. {inputs.name}, {params_file}, {output} and {files.name} are filled in."
        value={draft.command}
        onChange={(event) => set({ command: event.currentTarget.value })}
        autosize
        minRows={3}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Parameters draft={draft} onDraft={onDraft} />
      <Inputs draft={draft} onDraft={onDraft} />
      <Metrics draft={draft} onDraft={onDraft} />
      <Stack gap={4}>
        <TextInput
          label="Program file"
          description="Its text travels with the definition; empty where the program is on the workers already."
          maw={320}
          {...text('programName')}
        />
        <CodeArea
          aria-label="Text of the program file"
          value={draft.program}
          onChange={(event) => set({ program: event.currentTarget.value })}
        />
      </Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <TextInput label="Memory limit, MB" inputMode="numeric" {...text('memoryMb')} />
        <TextInput label="Time limit, s" inputMode="numeric" {...text('timeS')} />
        <Checkbox
          mt={{ base: 0, sm: 30 }}
          label="May use the network"
          checked={draft.network}
          onChange={(event) => set({ network: event.currentTarget.checked })}
        />
      </SimpleGrid>
      <RunnerFields draft={draft} onDraft={onDraft} />
    </Stack>
  );
}

function Parameters({ draft, onDraft }: DefinitionFormProps) {
  return (
    <Rows
      title="Parameters"
      noun="parameter"
      rows={draft.params}
      empty={emptyParameter}
      onRows={(params) => onDraft({ ...draft, params })}
    >
      {(row, change, label) => (
        <>
          <Cell label={label('Name')} value={row.name} onValue={(name) => change({ name })} />
          <Cell label={label('Title')} value={row.title} onValue={(title) => change({ title })} />
          <Select
            size="xs"
            w={100}
            label="Type"
            aria-label={label('Type')}
            data={[...parameterTypes]}
            value={row.type}
            onChange={(type) => change({ type: type as ParameterType })}
            allowDeselect={false}
          />
          <Cell
            label={label('Default')}
            value={row.default}
            onValue={(value) => change({ default: value })}
            w={90}
          />
          <Cell
            label={label('Least')}
            value={row.minimum}
            onValue={(minimum) => change({ minimum })}
            w={75}
          />
          <Cell label={label('Most')} value={row.maximum} onValue={(maximum) => change({ maximum })} w={75} />
          <Cell label={label('Unit')} value={row.unit} onValue={(unit) => change({ unit })} w={80} />
        </>
      )}
    </Rows>
  );
}

function Inputs({ draft, onDraft }: DefinitionFormProps) {
  return (
    <Rows
      title="Inputs"
      noun="input"
      rows={draft.inputs}
      empty={emptyInput}
      onRows={(inputs) => onDraft({ ...draft, inputs })}
    >
      {(row, change, label) => (
        <>
          <Cell label={label('Name')} value={row.name} onValue={(name) => change({ name })} />
          <Cell
            label={label('File endings')}
            value={row.extensions}
            onValue={(extensions) => change({ extensions })}
          />
          <Checkbox
            size="xs"
            pb={8}
            label="several files"
            checked={row.many}
            onChange={(event) => change({ many: event.currentTarget.checked })}
          />
          <Checkbox
            size="xs"
            pb={8}
            label="optional"
            checked={row.optional}
            onChange={(event) => change({ optional: event.currentTarget.checked })}
          />
        </>
      )}
    </Rows>
  );
}

function Metrics({ draft, onDraft }: DefinitionFormProps) {
  return (
    <Rows
      title="Metrics"
      noun="metric"
      rows={draft.metrics}
      empty={emptyMetric}
      onRows={(metrics) => onDraft({ ...draft, metrics })}
    >
      {(row, change, label) => (
        <>
          <Cell label={label('Name')} value={row.name} onValue={(name) => change({ name })} />
          <Cell label={label('Unit')} value={row.unit} onValue={(unit) => change({ unit })} w={90} />
          <Select
            size="xs"
            w={150}
            label="Better is"
            aria-label={label('Better is')}
            data={[
              { value: '', label: 'neither' },
              { value: 'minimize', label: 'lower' },
              { value: 'maximize', label: 'higher' },
            ]}
            value={row.direction}
            onChange={(direction) => change({ direction: (direction ?? '') as MetricDraft['direction'] })}
            allowDeselect={false}
          />
        </>
      )}
    </Rows>
  );
}

interface RowsProps<T> {
  readonly title: string;
  readonly noun: string;
  readonly rows: readonly T[];
  readonly empty: T;
  readonly onRows: (rows: readonly T[]) => void;
  readonly children: (
    row: T,
    change: (part: Partial<T>) => void,
    /** Names a field for those who do not see which row it is in. */
    label: (field: string) => string,
  ) => ReactNode;
}

function Rows<T>({ title, noun, rows, empty, onRows, children }: RowsProps<T>) {
  return (
    <Stack gap={6}>
      <Text size="sm" fw={550}>
        {title}
      </Text>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names of their own while they are typed
        <Group key={index} gap={8} align="flex-end">
          {children(
            row,
            (part) => onRows(rows.map((each, at) => (at === index ? { ...each, ...part } : each))),
            (field) => `${field} of ${noun} ${index + 1}`,
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={2}
            aria-label={`Remove ${noun} ${index + 1}`}
            onClick={() => onRows(rows.filter((_, at) => at !== index))}
          >
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => onRows([...rows, empty])}
        >
          Add {noun}
        </Button>
      </Group>
    </Stack>
  );
}

interface CellProps {
  /** `Unit of metric 2`: what stands above the field is its first part. */
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly w?: number;
}

function Cell({ label, value, onValue, w = 150 }: CellProps) {
  return (
    <TextInput
      size="xs"
      w={w}
      label={label.split(' of ')[0]}
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  );
}
