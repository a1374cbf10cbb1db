'use client';
import type { Vocabulary } from '@batchyard/domain';
import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { allSubjects, type ShownSubjects, shownSubjectsSearch } from './shown-subjects';

export interface SubjectFiltersProps {
  readonly shown: ShownSubjects;
  readonly onShown: (change: Partial<ShownSubjects>) => void;
  readonly vocabulary: Vocabulary | undefined;
}

/** How long typing must rest before the list follows. */
const restMs = 300;

/** What narrows the list: part of the name, level, what is said or not said yet. */
export function SubjectFilters({ shown, onShown, vocabulary }: SubjectFiltersProps) {
  const kinds = vocabulary?.kinds ?? [];
  const kindOptions = kinds.map(({ name, title }) => ({ value: name, label: title }));
  const terms = kinds.find(({ name }) => name === shown.kind)?.terms ?? [];
  return (
    <Group gap="xs" mb="sm" align="flex-start">
      <Search value={shown.text} onSearch={(text) => onShown({ text })} />
      <Select
        aria-label="Level"
        placeholder="All levels"
        data={(vocabulary?.levels ?? []).map(({ name, title }) => ({ value: name, label: title }))}
        value={shown.level}
        onChange={(level) => onShown({ level })}
        clearable
        w={150}
      />
      <Select
        aria-label="Annotated with"
        placeholder="Annotated with…"
        data={kindOptions}
        value={shown.kind}
        onChange={(kind) => onShown({ kind, value: null })}
        clearable
        w={170}
      />
      {shown.kind !== null && (
        <Select
          aria-label="Value"
          placeholder="Any value"
          data={terms.map(({ name, title }) => ({ value: name, label: title }))}
          value={shown.value}
          onChange={(value) => onShown({ value })}
          clearable
          searchable
          w={170}
        />
      )}
      <Select
        aria-label="Not yet annotated with"
        placeholder="Still without…"
        data={kindOptions}
        value={shown.without}
        onChange={(without) => onShown({ without })}
        clearable
        w={160}
      />
      <Checkbox
        label="To redo"
        title="Annotations on an older result that somebody decided to make anew"
        checked={shown.toRedo}
        onChange={(event) => onShown({ toRedo: event.currentTarget.checked })}
        mt={8}
      />
      {shownSubjectsSearch(shown) !== '' && (
        <Button
          variant="subtle"
          leftSection={<IconFilterOff size={14} aria-hidden />}
          onClick={() => onShown(allSubjects)}
        >
          Show all
        </Button>
      )}
    </Group>
  );
}

function Search({ value, onSearch }: { readonly value: string; readonly onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const search = useDebouncedCallback(onSearch, restMs);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      type="search"
      aria-label="Search subjects by name"
      placeholder="Part of a name"
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      flex="1 1 180px"
      maw={300}
    />
  );
}
