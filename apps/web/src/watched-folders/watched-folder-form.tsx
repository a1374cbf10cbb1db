'use client';
import {
  Alert,
  Button,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import type { FormEvent } from 'react';
import { problemsOf } from '@/graphql/error';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { type FolderDraft, readDraft } from './folder-draft';
import type { FolderFormData } from './queries';

export interface FolderFormProps {
  readonly choices: FolderFormData;
  readonly draft: FolderDraft;
  readonly onChange: (draft: FolderDraft) => void;
  readonly onSend: (input: ReturnType<typeof readDraft>) => void;
  readonly isSending: boolean;
  readonly error: unknown;
  readonly sendLabel: string;
}

/** Where, what each file starts, when it is complete, and what makes one batch. */
export function FolderForm({
  choices,
  draft,
  onChange,
  onSend,
  isSending,
  error,
  sendLabel,
}: FolderFormProps) {
  const set = (changes: Partial<FolderDraft>) => onChange({ ...draft, ...changes });
  const missing =
    draft.name.trim() === ''
      ? 'Give it a name first.'
      : draft.share === ''
        ? 'Choose a share first.'
        : draft.target === ''
          ? 'Choose what each file starts first.'
          : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (missing === null) onSend(readDraft(draft));
  };
  if (choices.project.shares.length === 0) return <NoShares />;
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Panel title="1. Where">
          <PlaceFields choices={choices} draft={draft} set={set} error={error} />
        </Panel>
        <Panel title="2. What each file starts">
          <TargetFields choices={choices} draft={draft} set={set} />
        </Panel>
        <Panel title="3. When">
          <TimeFields draft={draft} set={set} />
        </Panel>
        <ProblemList error={error} />
        <Group>
          <Button type="submit" loading={isSending} disabled={missing !== null}>
            {sendLabel}
          </Button>
          {missing !== null && (
            <Text size="sm" c="dimmed">
              {missing}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function NoShares() {
  return (
    <Alert color="yellow" variant="light" title="This project may read no share">
      Whoever runs the installation names folders in the variable SHARES of API and workers, such as{' '}
      <code>SHARES=lab=/mnt/lab</code>. An administrator then lets projects read them under People and
      workers.
    </Alert>
  );
}

interface PartProps {
  readonly draft: FolderDraft;
  readonly set: (changes: Partial<FolderDraft>) => void;
}

function PlaceFields({
  choices,
  draft,
  set,
  error,
}: PartProps & { readonly choices: FolderFormData; readonly error: unknown }) {
  const problems = problemsOf(error);
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fieldMessage(problems, 'name')}
        maw={420}
        required
      />
      <Group align="flex-end" gap="sm">
        <Select
          label="Share"
          data={[...choices.project.shares]}
          value={draft.share === '' ? null : draft.share}
          onChange={(share) => set({ share: share ?? '' })}
          w={200}
          required
        />
        <TextInput
          label="Folder"
          description="Below the share, with slashes; empty for the whole share"
          value={draft.folder}
          onChange={(event) => set({ folder: event.currentTarget.value })}
          error={fieldMessage(problems, 'folder')}
          placeholder="night/plates"
          w={420}
          maw="100%"
        />
      </Group>
      <TextInput
        label="Files"
        description="Names with stars, with commas between them; empty for every file"
        value={draft.patterns}
        onChange={(event) => set({ patterns: event.currentTarget.value })}
        placeholder="*.csv, plate_*.xlsx"
        maw={420}
      />
      <Switch
        checked={draft.recursive}
        onChange={(event) => set({ recursive: event.currentTarget.checked })}
        label="In all folders below too"
      />
    </Stack>
  );
}

function TargetFields({ choices, draft, set }: PartProps & { readonly choices: FolderFormData }) {
  const { designs, templates } = choices.project;
  const template = templates.find(({ id }) => draft.target === `template:${id}`);
  const design = designs.nodes.find(({ id }) => draft.target === `design:${id}`);
  const pipelineName = template?.pipelineName ?? design?.pipeline.name;
  const inputs = choices.pipelines.find(({ name }) => name === pipelineName)?.inputs ?? [];
  const chosen = draft.input || inputs.find(({ optional }) => !optional)?.name || inputs[0]?.name || '';
  const groups = [
    {
      group: 'Designs',
      items: designs.nodes.map(({ id, name }) => ({ value: `design:${id}`, label: `${name} (${id})` })),
    },
    {
      group: 'Templates',
      items: templates.map(({ id, name }) => ({ value: `template:${id}`, label: name })),
    },
  ];
  return (
    <Stack gap="sm">
      <Select
        label="Starts"
        description="The settings of a design, or a template in its newest version, on each file"
        data={groups}
        value={draft.target === '' ? null : draft.target}
        onChange={(target) => set({ target: target ?? '', input: '', inputs: {} })}
        placeholder="A design or a template"
        searchable
        maw={420}
        required
      />
      {inputs.length > 1 && (
        <Select
          label="Each file is"
          data={inputs.map(({ name, title }) => ({ value: name, label: title }))}
          value={chosen}
          onChange={(input) => set({ input: input ?? '' })}
          allowDeselect={false}
          maw={420}
        />
      )}
      {inputs
        .filter(({ name }) => name !== chosen)
        .map((input) => (
          <TextInput
            key={input.name}
            label={input.title}
            description="Name of a file of the project, for all of them; not needed where the template shares one"
            value={draft.inputs[input.name] ?? ''}
            onChange={(event) =>
              set({ inputs: { ...draft.inputs, [input.name]: event.currentTarget.value } })
            }
            maw={420}
          />
        ))}
    </Stack>
  );
}

function TimeFields({ draft, set }: PartProps) {
  return (
    <Stack gap="md">
      <Radio.Group
        label="A file is complete"
        value={draft.complete}
        onChange={(complete) => set({ complete: complete === 'mark' ? 'mark' : 'still' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="still" label="once its size and time stay the same" />
          <Radio value="mark" label="once a mark lies beside it, such as plate.csv.done" />
        </Stack>
      </Radio.Group>
      <Group align="flex-end" gap="sm">
        {draft.complete === 'still' ? (
          <Seconds
            label="Unchanged for"
            value={draft.stableS}
            min={1}
            onChange={(stableS) => set({ stableS })}
          />
        ) : (
          <TextInput
            label="Ending of the mark"
            value={draft.doneSuffix}
            onChange={(event) => set({ doneSuffix: event.currentTarget.value })}
            w={190}
          />
        )}
        <Seconds label="Look every" value={draft.pollS} min={1} onChange={(pollS) => set({ pollS })} />
      </Group>
      <Group align="flex-end" gap="sm">
        <Seconds
          label="Start when nothing came for"
          value={draft.quietS}
          min={0}
          onChange={(quietS) => set({ quietS })}
        />
        <Seconds
          label="But after at most"
          value={draft.longestWaitS}
          min={0}
          onChange={(longestWaitS) => set({ longestWaitS })}
        />
      </Group>
      <Text size="xs" c="dimmed">
        What comes together is one batch. Each content is run once, whatever its file is called; a file whose
        content changes is run again.
      </Text>
    </Stack>
  );
}

interface SecondsProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly onChange: (value: number) => void;
}

function Seconds({ label, value, min, onChange }: SecondsProps) {
  return (
    <NumberInput
      label={label}
      value={value}
      onChange={(given) => onChange(Number(given))}
      min={min}
      allowDecimal={false}
      suffix=" s"
      w={230}
    />
  );
}
