'use client';
import type { VocabularyKind } from '@batchyard/domain';
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';

export interface FreeValueProps {
  readonly kind: VocabularyKind;
  readonly onValue: (value: string) => void;
}

/** A value outside the terms, for kinds that allow it. */
export function FreeValue({ kind, onValue }: FreeValueProps) {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onValue(text.trim());
        setText('');
        (document.activeElement as HTMLElement | null)?.blur();
      }}
    >
      <Group gap="xs" wrap="nowrap" mt={6}>
        <TextInput
          size="xs"
          flex={1}
          aria-label={`Other ${kind.title.toLowerCase()}`}
          placeholder={`Other ${kind.title.toLowerCase()}`}
          value={text}
          maxLength={100}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
        />
        <Button type="submit" size="xs" variant="default" disabled={text.trim() === ''}>
          Set
        </Button>
      </Group>
    </form>
  );
}
