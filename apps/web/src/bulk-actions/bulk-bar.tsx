'use client';
import { type BulkVerb, bulkVerbs } from '@batchyard/domain';
import { Button, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmBulk } from './confirm-bulk';
import type { JobFilter } from './queries';
import { type JobSelection, nothingSelected, pageMark, type SelectableJob } from './selection';
import { useBulkCounts, useJobCount } from './use-bulk-counts';
import { bulkVerbWords, buttonText, countText } from './verbs';

export interface BulkBarProps {
  readonly selection: JobSelection;
  readonly onSelection: (selection: JobSelection) => void;
  /** The jobs that are shown. */
  readonly page: readonly SelectableJob[];
  readonly hasMore: boolean;
  /** What “all that match” means. */
  readonly filter: JobFilter;
  /** Called with the id of the bulk action that was started. */
  readonly onStarted: (bulkActionId: string) => void;
}

/** What can be done to the chosen jobs, and to how many of them; absent while none is chosen. */
export function BulkBar({ selection, onSelection, page, hasMore, filter, onStarted }: BulkBarProps) {
  const [asked, setAsked] = useState<BulkVerb | null>(null);
  const { selected, applies } = useBulkCounts(selection, page, filter);
  if (selection.kind === 'some' && selection.ids.length === 0) return null;
  return (
    <Paper withBorder p="xs" mb="sm" bg="var(--surface-sunken)" role="region" aria-label="Chosen jobs">
      <Group gap="xs">
        <Text size="sm" fw={620} className="numeric" aria-live="polite">
          {selected ? `${countText(selected)} chosen` : 'Counting…'}
        </Text>
        {selection.kind === 'some' && hasMore && pageMark(selection, page) === 'all' && (
          <ChooseAll filter={filter} onChoose={() => onSelection({ kind: 'all' })} />
        )}
        {bulkVerbs.map((verb) => {
          const count = applies[verb];
          return (
            <Button
              key={verb}
              size="xs"
              variant="default"
              disabled={!count || !selected || count.count === 0}
              title={bulkVerbWords[verb].meaning}
              onClick={() => setAsked(verb)}
            >
              {count && selected ? buttonText(verb, count, selected) : bulkVerbWords[verb].label}
            </Button>
          );
        })}
        <Button size="xs" variant="subtle" onClick={() => onSelection(nothingSelected)}>
          Choose none
        </Button>
      </Group>
      {asked && applies[asked] && (
        <ConfirmBulk
          verb={asked}
          applies={applies[asked]}
          selection={selection}
          filter={filter}
          onClose={() => setAsked(null)}
          onStarted={(id) => {
            setAsked(null);
            onSelection(nothingSelected);
            onStarted(id);
          }}
        />
      )}
    </Paper>
  );
}

function ChooseAll({ filter, onChoose }: { readonly filter: JobFilter; readonly onChoose: () => void }) {
  const count = useJobCount(filter, true);
  return (
    <Button size="xs" variant="subtle" onClick={onChoose}>
      {count ? `Choose all ${countText(count)} that match` : 'Choose all that match'}
    </Button>
  );
}
