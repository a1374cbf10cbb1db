'use client';
import type { VocabularyLevel } from '@batchyard/domain';
import { ActionIcon, Button, Group, Space, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { withoutAt } from './draft';

export interface LevelEditorProps {
  readonly levels: readonly VocabularyLevel[];
  readonly isReadOnly: boolean;
  readonly onLevels: (levels: VocabularyLevel[]) => void;
}

/** No pattern is no field, as the schema has it. */
const patternChange = (text: string): Partial<VocabularyLevel> => ({ idPattern: text || undefined });

/** Levels of the tree of subjects, from the top to the leaves. */
export function LevelEditor({ levels, isReadOnly, onLevels }: LevelEditorProps) {
  const set = (index: number, change: Partial<VocabularyLevel>) =>
    onLevels(levels.map((level, at) => (at === index ? { ...level, ...change } : level)));
  return (
    <Stack gap={6}>
      <Title order={3}>Levels, from the top</Title>
      <Group gap="xs" wrap="nowrap" aria-hidden>
        {['Title', 'Name in data', 'Pattern of names'].map((heading) => (
          <Text key={heading} size="xs" c="dimmed" flex={1}>
            {heading}
          </Text>
        ))}
        {!isReadOnly && levels.length > 1 && <Space w={28} />}
      </Group>
      {levels.map((level, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name itself is edited, the place stays
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={`Title of level ${index + 1}`}
            size="xs"
            flex={1}
            value={level.title}
            disabled={isReadOnly}
            onChange={(event) => set(index, { title: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Name of level ${index + 1}`}
            size="xs"
            flex={1}
            value={level.name}
            disabled={isReadOnly}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Pattern of names of level ${index + 1}`}
            placeholder="any name"
            title="Regular expression that names of subjects of the level must match"
            size="xs"
            flex={1}
            value={level.idPattern ?? ''}
            disabled={isReadOnly}
            onChange={(event) => set(index, patternChange(event.currentTarget.value))}
          />
          {!isReadOnly && levels.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove level ${level.title}`}
              onClick={() => onLevels(withoutAt(levels, index))}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!isReadOnly && levels.length < 10 && (
        <Button
          size="xs"
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onLevels([...levels, { name: `level_${levels.length + 1}`, title: 'New level' }])}
        >
          Add a level
        </Button>
      )}
    </Stack>
  );
}
