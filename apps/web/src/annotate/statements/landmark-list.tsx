'use client';
import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import type { Bench } from '../bench/use-bench';
import classes from './statements.module.css';

export interface LandmarkListProps {
  readonly bench: Bench;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

const usable = /^[a-z][a-z0-9_]*$/;

/** Landmarks with their frames; a name and Enter sets one at the frame in sight. */
export function LandmarkList({ bench, inputRef }: LandmarkListProps) {
  const { landmarks, numbers, choice, choose, deeds, mayEdit } = bench;
  return (
    <Stack gap={6}>
      {landmarks.map(({ name, frameNumber, isDerived }) => {
        const position = numbers.indexOf(frameNumber);
        return (
          <Group key={name} gap="xs" wrap="nowrap" justify="space-between">
            <button
              type="button"
              className={classes.go}
              onClick={() => position >= 0 && choose.move(position)}
              title="Go to the frame"
            >
              {name}
              <Text span size="xs" c="dimmed" fw={400}>
                {' '}
                {position >= 0 ? `frame ${position}` : `number ${frameNumber}, which is not there`}
                {isDerived && ' · from a label'}
              </Text>
            </button>
            {mayEdit && !isDerived && (
              <Tooltip label="Take it away">
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Take away landmark ${name}`}
                  onClick={() => deeds.setLandmark(name, null)}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        );
      })}
      {mayEdit && bench.count > 0 && (
        <NewLandmark
          inputRef={inputRef}
          position={choice.current}
          derived={landmarks.filter(({ isDerived }) => isDerived).map(({ name }) => name)}
          onSet={(name) => deeds.setLandmark(name, choice.current)}
        />
      )}
    </Stack>
  );
}

interface NewLandmarkProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly position: number;
  /** Names that labels make. */
  readonly derived: readonly string[];
  readonly onSet: (name: string) => void;
}

function NewLandmark({ inputRef, position, derived, onSet }: NewLandmarkProps) {
  const [typed, setTyped] = useState('');
  const name = typed.trim().toLowerCase();
  const trouble = troubleOf(name, derived);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name === '' || trouble !== null) return;
        onSet(name);
        setTyped('');
        inputRef.current?.blur();
      }}
    >
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          ref={inputRef}
          size="xs"
          flex={1}
          aria-label="Name of a landmark"
          placeholder="hatching"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          error={trouble}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" size="xs" variant="default" disabled={name === '' || trouble !== null}>
          Set at frame {position}
        </Button>
      </Group>
    </form>
  );
}

function troubleOf(name: string, derived: readonly string[]): string | null {
  if (name === '') return null;
  if (!usable.test(name)) return 'Small letters, digits and _, a letter first.';
  if (['all', 'first', 'last'].includes(name)) return `${name} has a meaning in ranges already.`;
  return derived.includes(name) ? `${name} follows from a label.` : null;
}
