'use client';
import { type FailureKind, failureKinds, type JobState, jobStates } from '@batchyard/domain';
import { Button, Group, MultiSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconSearch, IconTag } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { failureLooks } from '@/states/failure-look';
import { jobLooks } from '@/states/look';
import { AnnotationFilters } from './annotation-filters';
import { allJobs, isFiltered, type ShownJobs } from './shown-jobs';

const stateOptions = jobStates.map((state) => ({ value: state, label: jobLooks[state].word }));
const kindOptions = failureKinds.map((kind) => ({ value: kind, label: failureLooks[kind].word }));

export interface JobFiltersProps {
  readonly shown: ShownJobs;
  readonly onShown: (change: Partial<ShownJobs>) => void;
  /** Where other controls choose the states already. */
  readonly withoutStates?: boolean;
}

/** What narrows a list of jobs: words in the name, states, kinds of failure, annotations. */
export function JobFilters({ shown, onShown, withoutStates = false }: JobFiltersProps) {
  const [isOpen, setOpen] = useState(false);
  const byAnnotation = isOpen || shown.annotatedAs.length + shown.leaveOut.length > 0;
  return (
    <>
      <Group gap="xs" mb="sm" align="flex-start">
        <SearchInput value={shown.search} onSearch={(search) => onShown({ search })} />
        {!withoutStates && (
          <MultiSelect
            aria-label="States"
            placeholder={shown.states.length === 0 ? 'All states' : undefined}
            data={stateOptions}
            value={[...shown.states]}
            onChange={(value) => onShown({ states: value as JobState[] })}
            clearable
            flex="1 1 180px"
            maw={360}
          />
        )}
        <MultiSelect
          aria-label="Kinds of failure"
          placeholder={shown.kinds.length === 0 ? 'All kinds of failure' : undefined}
          data={kindOptions}
          value={[...shown.kinds]}
          onChange={(value) => onShown({ kinds: value as FailureKind[] })}
          clearable
          flex="1 1 180px"
          maw={360}
        />
        {!byAnnotation && (
          <Button
            variant="subtle"
            leftSection={<IconTag size={14} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            By annotation
          </Button>
        )}
        {isFiltered(shown) && (
          <Button
            variant="subtle"
            leftSection={<IconFilterOff size={14} aria-hidden />}
            onClick={() => onShown(allJobs)}
          >
            Show all
          </Button>
        )}
      </Group>
      {byAnnotation && <AnnotationFilters shown={shown} onShown={onShown} />}
    </>
  );
}

/** How long typing must rest before the list follows. */
const restMs = 400;
/** The server finds words of at least this many characters. */
const leastWord = 3;

interface SearchInputProps {
  readonly value: string;
  readonly onSearch: (search: string) => void;
}

function SearchInput({ value, onSearch }: SearchInputProps) {
  const [text, setText] = useState(value);
  const search = useDebouncedCallback(onSearch, restMs);
  useEffect(() => setText(value), [value]);
  const isTooShort = text.split(/\s+/).some((word) => word.length > 0 && word.length < leastWord);
  return (
    <TextInput
      type="search"
      aria-label="Search jobs by name"
      placeholder="Part of a name or setting"
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      error={isTooShort && `Words of at least ${leastWord} characters are found.`}
      flex="1 1 200px"
      maw={320}
    />
  );
}
