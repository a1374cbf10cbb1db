'use client';
import { checkVocabulary, type Json, type Vocabulary } from '@batchyard/domain';
import { Accordion, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { counted } from '@/formatting/numbers';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { updateVocabulary, vocabularyQuery } from '../queries';
import type { ProjectVocabulary } from '../use-vocabulary';
import { withKind, withNewKind, withoutAt } from './draft';
import { KindEditor } from './kind-editor';
import { LevelEditor } from './level-editor';

export interface VocabularyEditorProps {
  readonly slug: string;
  readonly stored: ProjectVocabulary;
  readonly isReadOnly: boolean;
  readonly onDone: () => void;
}

/** What annotations of the project may say; saved as a whole, refused where others changed it meanwhile. */
export function VocabularyEditor({ slug, stored, isReadOnly, onDone }: VocabularyEditorProps) {
  // The revision this draft began with: one of somebody else must not be overwritten unseen.
  const [start] = useState(stored);
  const [draft, setDraft] = useState<Vocabulary>(start.vocabulary);
  const submit = useSubmit(updateVocabulary, [vocabularyQuery]);
  const { problems } = useMemo(() => checkVocabulary(draft), [draft]);
  const isChanged = draft !== start.vocabulary;
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  const save = () =>
    submit.mutate(
      { input: { projectSlug: slug, revision: start.revision, definition: draft as unknown as Json } },
      {
        onSuccess: () => {
          notifications.show({ message: 'The vocabulary is saved.' });
          onDone();
        },
      },
    );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {isReadOnly
          ? 'Only maintainers of the project may change it.'
          : 'Values that are in use cannot be removed. Every change can be undone under Changes.'}
      </Text>
      <LevelEditor
        levels={draft.levels}
        isReadOnly={isReadOnly}
        onLevels={(levels) => setDraft({ ...draft, levels })}
      />
      <Accordion variant="contained" keepMounted={false}>
        {draft.kinds.map((kind, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the name itself is edited, the place stays
          <Accordion.Item key={index} value={String(index)}>
            <Accordion.Control>
              {kind.title}{' '}
              <Text span size="xs" c="dimmed">
                {counted(kind.terms.length, 'value')}, of{' '}
                {kind.scope === 'frames' ? 'frames' : `the ${kind.level}`}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <KindEditor
                kind={kind}
                vocabulary={draft}
                isReadOnly={isReadOnly}
                onKind={(changed) => setDraft(withKind(draft, index, changed))}
                onRemove={() => setDraft({ ...draft, kinds: withoutAt(draft.kinds, index) })}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {isChanged && <ProblemList problems={problems as Parameters<typeof ProblemList>[0]['problems']} />}
      <ProblemList error={submit.error} />
      {!isReadOnly && (
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setDraft(withNewKind(draft))}
          >
            Add a kind
          </Button>
          <Button disabled={!isChanged || hasErrors} loading={submit.isPending} onClick={save}>
            Save vocabulary
          </Button>
        </Group>
      )}
    </Stack>
  );
}
