'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { UndoDialog } from '@/changes/undo-dialog';
import { counted } from '@/formatting/numbers';
import { keyOf } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { RejectedLink, ResultsLink } from './download-links';
import classes from './imports.module.css';
import { resultOf } from './progress';
import { importQuery, type WholeImport } from './queries';
import { RunOnImported } from './run-on-imported';

/** What an import did, with the way to it and the way back. */
export function Done({ draft }: { readonly draft: WholeImport }) {
  const project = useCurrentProject();
  const client = useQueryClient();
  const [undoing, undo] = useDisclosure(false);
  const result = resultOf(draft.result);
  const { changeset } = draft;
  const annotated = annotatedBy(draft);
  const close = () => {
    undo.close();
    void client.invalidateQueries({ queryKey: keyOf(importQuery) });
  };
  return (
    <Panel>
      <Stack gap="md" align="flex-start">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <IconCircleCheck size={26} color="var(--tone-succeeded)" aria-hidden style={{ flex: 'none' }} />
          <div>
            <Text className={classes.sentence} data-testid="done">
              {result?.summary ?? 'Imported.'}
            </Text>
            {result && result.rejected > 0 && (
              <Text size="sm" c="dimmed">
                {counted(result.rejected, 'row')} with errors {result.rejected === 1 ? 'was' : 'were'}{' '}
                skipped.
              </Text>
            )}
            {changeset?.undoneBy && <Text size="sm">This import was undone.</Text>}
          </div>
        </Group>
        <Group gap="xs">
          <WayTo draft={draft} />
          {changeset && annotated > 0 && project.may('edit') && project.may('run') && (
            <RunOnImported changesetId={changeset.id} count={annotated} fileName={draft.fileName} />
          )}
          {result?.batchId && <ResultsLink draft={draft} />}
          {result && result.rejected > 0 && <RejectedLink draft={draft} label="Download skipped rows" />}
          {changeset && (
            <Button component={Link} href={project.at(`/changes?change=${changeset.id}`)} variant="default">
              See the change
            </Button>
          )}
          {changeset?.undoable && !changeset.undoneBy && project.may('edit') && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={undo.open}
            >
              Undo import
            </Button>
          )}
          <Button component={Link} href={project.at(`/imports/new?kind=${draft.kind}`)} variant="subtle">
            Import another sheet
          </Button>
        </Group>
      </Stack>
      <Modal opened={undoing} onClose={close} title="Undo this import?">
        {changeset && <UndoDialog change={changeset} onDone={close} />}
      </Modal>
    </Panel>
  );
}

/** How many annotations an import made that was not undone. */
function annotatedBy({ kind, changeset }: WholeImport): number {
  if (kind !== 'annotations' || !changeset || changeset.undoneBy) return 0;
  const { assigned = 0, removed = 0 } = changeset.counts as Readonly<Record<string, number>>;
  return assigned - removed;
}

/** To what the import made. */
function WayTo({ draft }: { readonly draft: WholeImport }) {
  const project = useCurrentProject();
  const result = resultOf(draft.result);
  const way = result?.batchId
    ? { label: 'Go to the batch', href: `/batches/${result.batchId}` }
    : result?.designId
      ? { label: 'Go to the design', href: `/designs/${result.designId}` }
      : draft.kind === 'annotations' || draft.kind === 'subjects'
        ? { label: 'Go to the subjects', href: '/subjects' }
        : null;
  if (way === null) return null;
  return (
    <Button component={Link} href={project.at(way.href)}>
      {way.label}
    </Button>
  );
}
