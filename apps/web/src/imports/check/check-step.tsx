'use client';
import { ActionIcon, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { ConflictChoice } from '../grid/conflict-choice';
import { GridView } from '../grid/grid-view';
import { NotKept } from '../not-kept';
import type { ImportStep } from '../progress';
import { missingFields } from '../progress';
import { problemsQuery, type WholeImport } from '../queries';
import { StepFoot } from '../steps/step-foot';
import type { Edits } from '../use-edits';
import { isOnItsWay } from '../use-import';
import { WorkProgress } from '../work-progress';
import { Facets } from './facets';
import { ProblemGroups } from './problem-groups';
import { useShownRows } from './use-shown-rows';

export interface CheckStepProps {
  readonly draft: WholeImport;
  readonly edits: Edits;
  readonly onNext: () => void;
  readonly onStep: (step: ImportStep) => void;
}

/** Step 4: every row with what is wrong in it, to be mended here. */
export function CheckStep({ draft, edits, onNext, onStep }: CheckStepProps) {
  const problems = useApi(problemsQuery, { id: draft.id });
  const shown = useShownRows(draft);
  const missing = missingFields(draft);
  const found = problems.data?.import;
  const problemNumbers = found ? merged(found.errors, found.warnings) : [];
  if (isOnItsWay(draft) && shown.numbers === null) return <Checking draft={draft} />;
  return (
    <Panel>
      <Stack gap="sm">
        <NotKept draft={draft} />
        {missing.length > 0 && (
          <Group gap="xs">
            <Text size="sm" c="var(--tone-failed)">
              No column fills {missing.map(({ title }) => title).join(', ')}.
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => onStep('columns')}>
              Match columns
            </Button>
          </Group>
        )}
        <ProblemGroups draft={draft} groups={found?.problemGroups ?? []} edits={edits} />
        {draft.counts.conflict > 0 && (
          <Group gap="xs" justify="space-between">
            <Text size="sm">
              {counted(draft.counts.conflict, 'row')} {draft.counts.conflict === 1 ? 'was' : 'were'} changed
              in the sheet and in the project since the export. Whose values count, in all of them?
            </Text>
            <ConflictChoice importId={draft.id} rows={null} />
          </Group>
        )}
        <Group justify="space-between" gap="xs">
          <Facets
            counts={draft.counts}
            rowCount={draft.rowCount}
            chosen={shown.status}
            onChoose={shown.show}
          />
          <Group gap="xs">
            <SaveState edits={edits} />
            <Tooltip label="Take back (Ctrl+Z)">
              <ActionIcon
                variant="default"
                aria-label="Take back"
                disabled={!edits.canUndo}
                onClick={edits.undo}
              >
                <IconArrowBackUp size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Do again (Ctrl+Y)">
              <ActionIcon
                variant="default"
                aria-label="Do again"
                disabled={!edits.canRedo}
                onClick={edits.redo}
              >
                <IconArrowForwardUp size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        {edits.error !== null && (
          <Group gap="xs" align="flex-start">
            <ProblemList error={edits.error} title="Edits are not saved yet" />
            <Button size="xs" variant="default" onClick={edits.tryAgain}>
              Try again
            </Button>
          </Group>
        )}
        {shown.numbers === null ? (
          <LoadingRows rows={8} />
        ) : shown.numbers.length === 0 ? (
          <Text size="sm" c="dimmed" py="lg" ta="center">
            No row of this kind.
          </Text>
        ) : (
          <GridView
            key={shown.status ?? 'all'}
            draft={draft}
            numbers={shown.numbers}
            problemNumbers={problemNumbers}
            problemGroups={found?.problemGroups ?? []}
            edits={edits}
          />
        )}
        <Text size="xs" c="dimmed" visibleFrom="sm">
          Arrows move · Enter, F2 or typing edits · Tab goes to the next problem · Space takes the suggestion
          · Ctrl+C, Ctrl+V copy and paste blocks · Ctrl+D fills down · Ctrl+Z takes back · Esc, then Tab
          leaves the grid
        </Text>
      </Stack>
      <StepFoot label="Review" onNext={onNext} isBusy={edits.isSaving}>
        {shown.isStale && (
          <Group gap="xs">
            <Text size="xs" c="dimmed">
              Rows stay where they are while you mend them.
            </Text>
            <Button variant="default" size="compact-xs" onClick={shown.again}>
              Sort anew
            </Button>
          </Group>
        )}
      </StepFoot>
    </Panel>
  );
}

function Checking({ draft: { id, rowCount } }: { readonly draft: WholeImport }) {
  return (
    <Panel>
      <WorkProgress
        importId={id}
        before={`${counted(rowCount, 'row')} ${rowCount === 1 ? 'is' : 'are'} being checked…`}
      />
      <LoadingRows rows={8} />
    </Panel>
  );
}

function SaveState({ edits }: { readonly edits: Edits }) {
  const text = edits.isSaving
    ? `Saving ${counted(edits.pending.size, 'cell')}…`
    : edits.error === null
      ? 'Saved'
      : 'Not saved';
  return (
    <Text size="xs" c="dimmed" role="status" data-testid="save-state">
      {text}
    </Text>
  );
}

function merged(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b].sort((x, y) => x - y);
}
