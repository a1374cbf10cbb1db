'use client';
import { Button, Group, Text, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { RangePreview } from './preview';

export interface RangeInputProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Null while nothing is typed, or while the server is asked. */
  readonly preview: RangePreview | null;
  /** Chooses the frames. */
  readonly onChoose: (positions: readonly number[]) => void;
  readonly onLeave: () => void;
}

/** A range in the grammar, with what it hits; Enter chooses those frames, Esc leaves the field. */
export function RangeInput({ inputRef, value, onValue, preview, onChoose, onLeave }: RangeInputProps) {
  const positions = preview?.positions ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (positions.length === 0) return;
        onChoose(positions);
        onLeave();
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          ref={inputRef}
          label="Range"
          placeholder="[5:10], death-5:death+5, all"
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            onValue('');
            onLeave();
          }}
          error={preview?.error !== null && preview?.error !== undefined}
          aria-describedby="range-preview"
          autoComplete="off"
          spellCheck={false}
          size="xs"
          flex={1}
        />
        <Button type="submit" size="xs" variant="default" disabled={positions.length === 0}>
          Choose
        </Button>
      </Group>
      <div id="range-preview" role="status" data-testid="range-preview">
        {value.trim() === '' ? (
          <Text size="xs" c="dimmed" mt={4}>
            Positions from 0, the end excluded; landmarks have names.
          </Text>
        ) : (
          preview && <PreviewText preview={preview} />
        )}
      </div>
    </form>
  );
}

function PreviewText({ preview: { text, warnings, error } }: { readonly preview: RangePreview }) {
  if (error !== null) {
    return (
      <Text size="xs" c="var(--tone-failed)" mt={4}>
        {error}
      </Text>
    );
  }
  return (
    <>
      <Text size="xs" mt={4} fw={550}>
        Hits {text}
      </Text>
      {warnings.map((warning) => (
        <Text key={warning} size="xs" c="var(--tone-lost)">
          {warning}
        </Text>
      ))}
    </>
  );
}
