'use client';
import { Text, TextInput } from '@mantine/core';

const weekS = 7 * 24 * 3600;

/** Whole seconds of a head start as typed, within a week either way; null where the text is none. */
export function readHeadStart(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isInteger(value) && Math.abs(value) <= weekS ? value : null;
}

export interface HeadStartInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Asks for a head start in seconds. */
export function HeadStartInput({ value, onChange }: HeadStartInputProps) {
  return (
    <TextInput
      label="Head start"
      description="Seconds; negative lets others go first. Whoever waits long enough always gets a turn."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={readHeadStart(value) === null && 'Enter whole seconds, from −604,800 to 604,800 (one week).'}
      inputMode="numeric"
      className="numeric"
      autoComplete="off"
      data-autofocus
      rightSection={
        <Text size="xs" c="dimmed">
          s
        </Text>
      }
    />
  );
}
