'use client';
import type { VocabularyDetail, VocabularyKind } from '@batchyard/domain';
import { ActionIcon, Button, Group, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { withDetail, withNewDetail, withoutAt } from './draft';

export interface DetailListProps {
  readonly kind: VocabularyKind;
  readonly isReadOnly: boolean;
  readonly onKind: (kind: VocabularyKind) => void;
}

/** Fields that annotations of the kind may have beside their value, and what they are checked for. */
export function DetailList({ kind, isReadOnly, onKind }: DetailListProps) {
  const { details } = kind;
  if (isReadOnly && details.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="xs" fw={550}>
        Details
      </Text>
      {details.map((detail, index) => (
        <DetailRow
          // biome-ignore lint/suspicious/noArrayIndexKey: the name itself is edited, the place stays
          key={index}
          detail={detail}
          isReadOnly={isReadOnly}
          onDetail={(change) => onKind(withDetail(kind, index, change))}
          onRemove={() => onKind({ ...kind, details: withoutAt(details, index) })}
        />
      ))}
      {!isReadOnly && (
        <Button
          size="xs"
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onKind(withNewDetail(kind))}
        >
          Add a detail
        </Button>
      )}
    </Stack>
  );
}

const types = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
];

interface DetailRowProps {
  readonly detail: VocabularyDetail;
  readonly isReadOnly: boolean;
  readonly onDetail: (change: Partial<VocabularyDetail>) => void;
  readonly onRemove: () => void;
}

function DetailRow({ detail, isReadOnly, onDetail, onRemove }: DetailRowProps) {
  const { name, title, type, choices, unit } = detail;
  const field = { size: 'xs', disabled: isReadOnly } as const;
  return (
    <Group gap={6} align="flex-start">
      <TextInput
        {...field}
        w={130}
        aria-label={`Name of detail ${name}`}
        value={name}
        onChange={(event) => onDetail({ name: event.currentTarget.value })}
      />
      <TextInput
        {...field}
        w={130}
        aria-label={`Title of detail ${name}`}
        value={title}
        onChange={(event) => onDetail({ title: event.currentTarget.value })}
      />
      <Select
        {...field}
        w={100}
        aria-label={`Type of detail ${name}`}
        data={types}
        value={type}
        onChange={(value) => onDetail({ type: value as VocabularyDetail['type'], choices: null, unit: null })}
        allowDeselect={false}
      />
      {type === 'text' && (
        <TagsInput
          {...field}
          flex="1 1 160px"
          aria-label={`Choices of detail ${name}`}
          placeholder={choices === null ? 'any text' : undefined}
          value={[...(choices ?? [])]}
          onChange={(texts) => onDetail({ choices: texts.length === 0 ? null : texts })}
        />
      )}
      {type === 'number' && (
        <TextInput
          {...field}
          w={80}
          aria-label={`Unit of detail ${name}`}
          placeholder="unit"
          value={unit ?? ''}
          onChange={(event) => onDetail({ unit: event.currentTarget.value || null })}
        />
      )}
      {!isReadOnly && (
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove detail ${name}`} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
