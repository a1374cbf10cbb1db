'use client';
import type { JsonObject } from '@batchyard/domain';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { filesQuery } from '@/files/queries';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { readPattern } from './pattern';
import { addMain, type ChosenFile, describeMain, type InputLike, type InputSelection } from './selection';

export interface PatternChoiceProps {
  readonly slug: string;
  readonly input: InputLike;
  readonly selection: InputSelection;
  readonly onSelection: (selection: InputSelection) => void;
}

/** Files that are looked through; a pattern that fits more is told so. */
const maxFiles = 500;

/** Chooses all files whose names fit a pattern. */
export function PatternChoice({ slug, input, selection, onSelection }: PatternChoiceProps) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 250);
  const pattern = readPattern(settled);
  const isPattern = !('message' in pattern);
  const variables = {
    slug,
    first: maxFiles,
    search: (isPattern && pattern.literal) || null,
    extensions: [...input.extensions],
  };
  const { data } = useApi(filesQuery, variables, { enabled: isPattern, keepPrevious: true });
  const found = (isPattern ? (data?.project.files.nodes ?? []) : []).flatMap((file) => {
    const facts = isPattern ? pattern.match(file.name) : null;
    return facts === null ? [] : [{ file: { id: file.id, name: file.name }, facts }];
  });
  const isCut = data?.project.files.pageInfo.hasNextPage ?? false;
  return (
    <Stack gap={4}>
      <Group gap="xs" align="flex-start">
        <TextInput
          flex="1 1 220px"
          maw={420}
          aria-label="Pattern of file names"
          placeholder="walk_{subject}.csv"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={text.trim() !== '' && !isPattern ? pattern.message : undefined}
          autoComplete="off"
          spellCheck={false}
        />
        <Button
          variant="default"
          disabled={found.length === 0}
          onClick={() => onSelection(withFound(selection, found))}
        >
          Choose {counted(found.length, 'file')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        * stands for anything, ? for one character, {'{subject}'} for a part that is kept as a fact of the
        input: folds can be spread over it, and results grouped by it.
        {isCut && ` Only the newest ${maxFiles} files are looked through.`}
      </Text>
    </Stack>
  );
}

/** Oldest first, as names are usually counted up. */
function withFound(
  selection: InputSelection,
  found: readonly { readonly file: ChosenFile; readonly facts: JsonObject }[],
): InputSelection {
  const sorted = [...found].sort((a, b) => a.file.name.localeCompare(b.file.name, 'en', { numeric: true }));
  return sorted.reduce(
    (result, { file, facts }) => describeMain(result, file.id, facts),
    addMain(
      selection,
      sorted.map(({ file }) => file),
    ),
  );
}
