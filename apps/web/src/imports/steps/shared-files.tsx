'use client';
import { Select, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import type { WholePipeline } from '@/pipelines/queries';

/** Names of files by input. */
export type SharedInputs = Readonly<Record<string, string>>;

type Input = WholePipeline['inputs'][number];

export interface SharedFilesProps {
  readonly slug: string;
  readonly inputs: readonly Input[];
  readonly chosen: SharedInputs;
  readonly onChosen: (chosen: SharedInputs) => void;
}

/** Inputs that may be the same for all rows: files beside the one that a row is about. */
export function sharedInputsOf({ inputs }: Pick<WholePipeline, 'inputs'>): Input[] {
  return inputs.slice(1).filter(({ kind, count }) => kind === 'file' && count === 'one');
}

/** A file for all rows, for each of these inputs. */
export function SharedFiles({ slug, inputs, chosen, onChosen }: SharedFilesProps) {
  return (
    <Stack gap="sm" mt="sm">
      {inputs.map((input) => (
        <SharedFile
          key={input.name}
          slug={slug}
          input={input}
          file={chosen[input.name] ?? null}
          onFile={(file) => {
            const { [input.name]: _, ...others } = chosen;
            onChosen(file === null ? others : { ...others, [input.name]: file });
          }}
        />
      ))}
    </Stack>
  );
}

interface SharedFileProps {
  readonly slug: string;
  readonly input: Input;
  readonly file: string | null;
  readonly onFile: (file: string | null) => void;
}

const shownFiles = 50;

function SharedFile({ slug, input, file, onFile }: SharedFileProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 250);
  const { data } = useApi(filesQuery, {
    slug,
    first: shownFiles,
    search: settled === '' || settled === file ? null : settled,
    extensions: [...input.extensions],
  });
  const found = data?.project.files.nodes.map(({ name }) => name) ?? [];
  return (
    <Select
      maw={460}
      label={`${input.title} of all rows`}
      description={`For rows that name none.${input.optional ? '' : ' Leave it out where the sheet has a column for it.'}`}
      placeholder="None"
      data={[...new Set(file === null ? found : [file, ...found])]}
      value={file}
      onChange={onFile}
      onSearchChange={setSearch}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage="No such file in the project"
      searchable
      clearable
    />
  );
}
