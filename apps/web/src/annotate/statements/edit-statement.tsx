'use client';
import { Button, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Bench } from '../bench/use-bench';
import type { LabelDraft } from '../labels/draft';
import { DraftFields } from '../labels/draft-fields';
import type { Statement } from './statement';

export interface EditStatementProps {
  readonly statement: Statement;
  readonly bench: Bench;
  readonly onDone: () => void;
}

/** Says the same with another confidence, severity or note; what stood there before goes to the history. */
export function EditStatement({ statement, bench, onDone }: EditStatementProps) {
  const kind = bench.kinds.find(({ name }) => name === statement.kind);
  const [draft, setDraft] = useState<LabelDraft>(() => draftOf(statement));
  const [note, confidence] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  if (!kind) return null;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {statement.value}
      </Text>
      <DraftFields kind={kind} draft={draft} onDraft={setDraft} noteRef={note} confidenceRef={confidence} />
      <Button
        size="xs"
        onClick={() => {
          bench.deeds.restate(statement, draft);
          onDone();
        }}
      >
        Save
      </Button>
    </Stack>
  );
}

function draftOf({ confidence, severity, note, detail }: Statement): LabelDraft {
  const plain = Object.entries(detail).filter(
    (entry): entry is [string, string | number | boolean] =>
      entry[1] !== null && typeof entry[1] !== 'object',
  );
  return { confidence, severity, note: note ?? '', detail: Object.fromEntries(plain) };
}
