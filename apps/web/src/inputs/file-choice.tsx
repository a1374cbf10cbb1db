'use client';
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { filesQuery, type ListedFile } from '@/files/queries';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { useApiPages } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import classes from './inputs.module.css';
import { PatternChoice } from './pattern-choice';
import { addMain, type InputLike, type InputSelection, toggleMain } from './selection';

export interface FileChoiceProps {
  readonly slug: string;
  readonly input: InputLike;
  readonly selection: InputSelection;
  readonly onSelection: (selection: InputSelection) => void;
}

/** The project's files, newest first, to tick those that are processed. */
export function FileChoice({ slug, input, selection, onSelection }: FileChoiceProps) {
  const [search, setSearch] = useState('');
  const [byPattern, setByPattern] = useState(false);
  const [settled] = useDebouncedValue(search.trim(), 250);
  const { extensions } = input;
  const variables = { slug, first: 50, search: settled || null, extensions: [...extensions] };
  const list = useApiPages(filesQuery, variables, (data) => data.project.files, { keepPrevious: true });
  const fitting = list.nodes;
  if (!list.data)
    return list.error ? <Failure error={list.error} retry={list.refetch} /> : <LoadingRows rows={3} />;
  if (fitting.length === 0 && settled === '') return <NoFiles input={input} />;
  return (
    <Stack gap="xs">
      <Group gap="xs" justify="space-between">
        <TextInput
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={15} aria-hidden />}
          aria-label="Search files"
          placeholder="Search files"
          flex="1 1 200px"
          maw={340}
        />
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={byPattern}
          onClick={() => setByPattern(!byPattern)}
          ml="auto"
        >
          By pattern…
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={fitting.length === 0}
          onClick={() => onSelection(addMain(selection, fitting.map(pick)))}
        >
          Choose all {fitting.length}
        </Button>
      </Group>
      {byPattern && (
        <PatternChoice slug={slug} input={input} selection={selection} onSelection={onSelection} />
      )}
      {fitting.length > 0 && (
        <ul className={classes.files}>
          {fitting.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              chosen={selection.main.some(({ id }) => id === file.id)}
              onToggle={() => onSelection(toggleMain(selection, pick(file)))}
            />
          ))}
        </ul>
      )}
      {fitting.length === 0 && (
        <Text size="sm" c="dimmed">
          No file fits{settled && ` “${settled}”`}.
        </Text>
      )}
      {extensions.length > 0 && (
        <Text size="xs" c="dimmed">
          {input.title} takes {extensions.join(', ')}; other files are not shown.
        </Text>
      )}
      <LoadMore list={list} />
    </Stack>
  );
}

function NoFiles({ input: { extensions } }: Pick<FileChoiceProps, 'input'>) {
  const which = extensions.length === 0 ? 'files' : `files of the kind ${extensions.join(', ')}`;
  return (
    <Text size="sm" c="dimmed">
      This project has no {which} yet. Upload the first ones below; everybody in the project can use them.
    </Text>
  );
}

interface FileRowProps {
  readonly file: ListedFile;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function FileRow({ file, chosen, onToggle }: FileRowProps) {
  return (
    <li className={classes.file}>
      <Checkbox className={classes.name} size="sm" checked={chosen} onChange={onToggle} label={file.name} />
      <span className={`${classes.meta} numeric`}>{formatBytes(file.sizeBytes)}</span>
      <span className={`${classes.meta} ${classes.age}`}>
        <RelativeTime at={file.createdAt} />
      </span>
    </li>
  );
}

function pick({ id, name }: ListedFile) {
  return { id, name };
}
