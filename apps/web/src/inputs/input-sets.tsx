'use client';
import type { JsonObject } from '@batchyard/domain';
import { ActionIcon, Anchor, Box, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { hasExtension } from '@/files/extension';
import { filesQuery } from '@/files/queries';
import { formatSetting } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { FileDescription } from './file-description';
import classes from './inputs.module.css';
import {
  type ChosenFile,
  chooseBeside,
  chooseForAll,
  type InputLike,
  type InputSelection,
  leadersOf,
  nameMain,
  otherInputs,
  sharedFiles,
  toggleMain,
} from './selection';

export interface InputSetsProps {
  readonly slug: string;
  readonly pipelineName: string;
  readonly inputs: readonly InputLike[];
  readonly selection: InputSelection;
  readonly onSelection: (selection: InputSelection) => void;
}

/** Files on offer beside the main ones; more than this are found on the page of files. */
const offeredFiles = 500;
/** Sets listed one by one; with more, what they share is chosen for all. */
const shownSets = 100;

/** What was chosen, one line an input set, with the other inputs of the pipeline beside it. */
export function InputSets({ slug, pipelineName, inputs, selection, onSelection }: InputSetsProps) {
  const others = otherInputs(inputs);
  const { data } = useApi(
    filesQuery,
    { slug, first: offeredFiles, search: null, extensions: extensionsOf(others) },
    { enabled: others.length > 0, keepPrevious: true },
  );
  const files = data?.project.files.nodes ?? [];
  const leaders = leadersOf(inputs, selection);
  const offered = (input: InputLike, leader: ChosenFile) => {
    const chosen = selection.beside[leader.id]?.[input.name] ?? [];
    const fitting = files.filter(({ id, name }) => id !== leader.id && hasExtension(name, input.extensions));
    return [...new Map([...chosen, ...fitting].map(({ id, name }) => [id, { id, name }])).values()];
  };
  const shown = leaders.slice(0, shownSets);
  return (
    <>
      {leaders.length > 1 &&
        others.map((input) => (
          <ForAll
            key={input.name}
            input={input}
            pipelineName={pipelineName}
            offered={files.filter(({ name }) => hasExtension(name, input.extensions))}
            chosen={sharedFiles(inputs, selection, input.name) ?? []}
            onChoose={(chosen) => onSelection(chooseForAll(inputs, selection, input.name, chosen))}
          />
        ))}
      <ul className={classes.sets} aria-label="Chosen inputs">
        {shown.map((leader) => (
          <li key={leader.id} className={classes.set}>
            <SetName
              leader={leader}
              pipelineName={pipelineName}
              facts={selection.facts[leader.id] ?? {}}
              more={leaders.length === 1 ? selection.main.length - 1 : 0}
              name={selection.names[leader.id]}
              onName={(name) => onSelection(nameMain(selection, leader.id, name))}
              onRemove={() => onSelection(toggleMain(selection, leader))}
            />
            {others.map((input) => (
              <BesideSelect
                key={input.name}
                input={input}
                pipelineName={leaders.length === 1 ? pipelineName : null}
                leader={leader}
                offered={offered(input, leader)}
                chosen={selection.beside[leader.id]?.[input.name] ?? []}
                onChoose={(chosen) => onSelection(chooseBeside(selection, leader.id, input.name, chosen))}
              />
            ))}
          </li>
        ))}
      </ul>
      {leaders.length > shown.length && (
        <Text size="xs" c="dimmed">
          and {leaders.length - shown.length} more
        </Text>
      )}
    </>
  );
}

/** What files of any of the inputs end in; empty where one takes every file. */
function extensionsOf(inputs: readonly InputLike[]): string[] {
  return inputs.some(({ extensions }) => extensions.length === 0)
    ? []
    : inputs.flatMap(({ extensions }) => [...extensions]);
}

/** One file beside all of the main ones, such as the baseline that every sample is compared with. */
function ForAll({
  input,
  pipelineName,
  offered,
  chosen: [chosen],
  onChoose,
}: Omit<BesideSelectProps, 'leader'>) {
  if (input.count === 'many') return null;
  const names = new Map([...(chosen ? [chosen] : []), ...offered].map((file) => [file.id, file]));
  return (
    <Box mb="xs">
      <Select
        size="sm"
        maw={420}
        searchable
        clearable={input.optional}
        label={`${input.title} for all`}
        placeholder={`${input.title}: not the same for all, or none`}
        data={[...names.values()].map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen?.id ?? null}
        onChange={(id) => onChoose(id === null ? [] : [names.get(id)!])}
      />
      {chosen && pipelineName && (
        <FileDescription fileId={chosen.id} fileName={chosen.name} pipelineName={pipelineName} />
      )}
    </Box>
  );
}

interface SetNameProps {
  readonly leader: ChosenFile;
  readonly pipelineName: string;
  readonly facts: JsonObject;
  readonly more: number;
  /** Shown in place of the file's name; undefined: it has none. */
  readonly name: string | undefined;
  readonly onName: (name: string | undefined) => void;
  readonly onRemove: () => void;
}

function SetName({ leader, pipelineName, facts, more, name, onName, onRemove }: SetNameProps) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        onClick={onRemove}
        aria-label={`Remove ${leader.name}`}
      >
        <IconX size={14} />
      </ActionIcon>
      <Text component="div" size="sm" fw={550} flex="1 1 160px" style={{ overflowWrap: 'anywhere' }}>
        {leader.name}
        {more > 0 && ` and ${more} more`}
        <FileDescription fileId={leader.id} fileName={leader.name} pipelineName={pipelineName} />
        {Object.keys(facts).length > 0 && (
          <Text span size="xs" c="dimmed" fw={400} ml={8}>
            {formatSetting(facts)}
          </Text>
        )}
        {name === undefined && (
          <Anchor
            component="button"
            type="button"
            fz="xs"
            display="block"
            onClick={() => onName('')}
            aria-label={`Name the input ${leader.name}`}
          >
            Name it…
          </Anchor>
        )}
      </Text>
      {name !== undefined && (
        <TextInput
          size="xs"
          style={{ flex: '1 1 160px', maxWidth: 240 }}
          aria-label={`Name of the input ${leader.name}`}
          placeholder={leader.name}
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
          onBlur={() => name.trim() === '' && onName(undefined)}
          maxLength={200}
          autoComplete="off"
        />
      )}
    </>
  );
}

interface BesideSelectProps {
  readonly input: InputLike;
  /** Says what was recognised in the chosen file; null: that is said elsewhere. */
  readonly pipelineName: string | null;
  readonly leader: ChosenFile;
  readonly offered: readonly ChosenFile[];
  readonly chosen: readonly ChosenFile[];
  readonly onChoose: (files: readonly ChosenFile[]) => void;
}

function BesideSelect({ input, pipelineName, leader, offered, chosen, onChoose }: BesideSelectProps) {
  const byId = new Map(offered.map((file) => [file.id, file]));
  const ids = chosen.map(({ id }) => id);
  const shared = {
    data: offered.map(({ id, name }) => ({ value: id, label: name })),
    'aria-label': `${input.title} for ${leader.name}`,
    placeholder: `${input.title}${input.optional ? ' (optional)' : ''}`,
    searchable: true,
    clearable: input.optional,
    size: 'xs',
  } as const;
  const style = { flex: '1 1 220px', maxWidth: 320 };
  const choose = (picked: readonly string[]) => onChoose(picked.flatMap((id) => byId.get(id) ?? []));
  if (input.count === 'many') return <MultiSelect {...shared} style={style} value={ids} onChange={choose} />;
  const [file] = chosen;
  return (
    <Box style={style}>
      <Select
        {...shared}
        value={file?.id ?? null}
        onChange={(picked) => choose(picked === null ? [] : [picked])}
      />
      {file && pipelineName && (
        <FileDescription fileId={file.id} fileName={file.name} pipelineName={pipelineName} />
      )}
    </Box>
  );
}
