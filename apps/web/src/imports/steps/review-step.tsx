'use client';
import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { changesQuery } from '@/changes/queries';
import { counted } from '@/formatting/numbers';
import { useSubmit } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { RejectedLink } from '../download-links';
import classes from '../imports.module.css';
import { type CommitMode, commitSentence, type ImportStep, missingFields } from '../progress';
import { commitImport, importQuery, importsQuery, type WholeImport } from '../queries';
import { useRefresh } from '../use-import';
import { useIsWorking } from '../use-is-working';
import { WorkProgress } from '../work-progress';

export interface ReviewStepProps {
  readonly draft: WholeImport;
  /** Edits are still on their way. */
  readonly isSaving: boolean;
  readonly onStep: (step: ImportStep) => void;
}

/** Step 5: what the import would do, in a sentence, and the button that does it. */
export function ReviewStep({ draft, isSaving, onStep }: ReviewStepProps) {
  const [mode, setMode] = useState<CommitMode>('all_or_nothing');
  const submit = useSubmit(commitImport, [importQuery, importsQuery, changesQuery]);
  const refresh = useRefresh();
  // Also one that was begun before the page was loaded anew.
  const isWorking = useIsWorking(draft.id);
  const isBusy = submit.isPending || isWorking;
  const missing = missingFields(draft);
  const { error, conflict, gone } = draft.counts;
  const bad = error + conflict + gone;
  const isEmpty = bad === draft.rowCount;
  const isBlocked = missing.length > 0 || isEmpty || (bad > 0 && mode === 'all_or_nothing');
  return (
    <Panel>
      <Stack gap="md">
        <Text className={classes.sentence} data-testid="sentence">
          {commitSentence(draft, mode)}
        </Text>
        {missing.length > 0 && (
          <Alert
            color="red"
            variant="light"
            title={`No column fills ${missing.map(({ title }) => title).join(', ')}`}
          >
            <Button size="xs" variant="default" onClick={() => onStep('columns')}>
              Match columns
            </Button>
          </Alert>
        )}
        {bad > 0 && (
          <Radio.Group
            label="Rows with errors"
            value={mode}
            onChange={(value) => setMode(value as CommitMode)}
          >
            <Stack gap={6} mt={6}>
              <Radio value="all_or_nothing" label="All or nothing: write only when every row is right" />
              <Radio value="valid_only" label={`Valid rows only: skip ${counted(bad, 'row')}`} />
            </Stack>
          </Radio.Group>
        )}
        <Text size="sm" c="dimmed">
          Everything is written at once or not at all.{' '}
          {draft.kind === 'annotations' || draft.kind === 'subjects'
            ? 'It is one change, which can be undone later.'
            : draft.kind === 'batch'
              ? 'The jobs start right away; the batch can be paused or cancelled.'
              : 'Nothing starts until you start the design.'}
        </Text>
        {isBusy && <WorkProgress importId={draft.id} before="Every row is being checked once more…" />}
        <ProblemList error={isWorking ? null : submit.error} />
        <Group gap="xs">
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={isBusy || isSaving}
            disabled={isBlocked}
            onClick={() =>
              // What stood in its way may be that rows are not what they were.
              submit.mutate({ input: { id: draft.id, mode } }, { onError: () => void refresh() })
            }
          >
            Import
          </Button>
          {bad > 0 && (
            <Button variant="default" onClick={() => onStep('check')}>
              Fix {counted(bad, 'row')}
            </Button>
          )}
          {error > 0 && <RejectedLink draft={draft} label="Download rows with errors" />}
        </Group>
      </Stack>
    </Panel>
  );
}
