'use client';
import { Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';

export interface PasteBoxProps {
  /** `coordinates`: what is pasted. */
  readonly what: string;
  readonly description: string;
  /** Takes the text over and gives the rows that could not be read. */
  readonly onPaste: (text: string) => readonly string[];
}

/** A button that opens a box for rows of a spreadsheet. */
export function PasteBox({ what, description, onPaste }: PasteBoxProps) {
  const [text, setText] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const close = () => {
    setText(null);
    setRefused([]);
  };
  const take = () => {
    const rows = onPaste(text ?? '');
    if (rows.length === 0) close();
    else setRefused(rows);
  };
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setText('')}>
        Paste {what}…
      </Button>
      <Modal opened={text !== null} onClose={close} title={`Paste ${what}`}>
        <Stack gap="sm">
          <Textarea
            label="Rows"
            description={description}
            autosize
            minRows={6}
            maxRows={16}
            value={text ?? ''}
            onChange={(event) => setText(event.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            data-autofocus
          />
          {refused.length > 0 && (
            <div role="alert">
              <Text size="sm" c="var(--tone-failed)">
                These rows were left out; the others are taken over.
              </Text>
              <List size="sm">
                {refused.slice(0, 6).map((row) => (
                  <List.Item key={row}>{row}</List.Item>
                ))}
              </List>
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {refused.length > 0 ? 'Close' : 'Cancel'}
            </Button>
            {refused.length === 0 && (
              <Button onClick={take} disabled={(text ?? '').trim() === ''}>
                Take over
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
