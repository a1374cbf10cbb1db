'use client';
import type { VocabularyKind, VocabularyTerm } from '@batchyard/domain';
import { ActionIcon, Checkbox, ColorInput, Group, Select, Table, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';

export interface TermRowProps {
  readonly kind: VocabularyKind;
  readonly term: VocabularyTerm;
  readonly keyProblem: string | null;
  readonly isReadOnly: boolean;
  readonly onTerm: (change: Partial<VocabularyTerm>) => void;
  readonly onRemove: () => void;
}

/** One value: colour, name, title, key and its rules. */
export function TermRow({ kind, term, keyProblem, isReadOnly, onTerm, onRemove }: TermRowProps) {
  const { name, title, colour, key, exclusive, terminal, landmark, severity } = term;
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Group gap={6}>
          <ColorInput
            aria-label={`Colour of ${name}`}
            size="xs"
            w={112}
            format="hex"
            withEyeDropper={false}
            value={colour}
            disabled={isReadOnly}
            onChange={(value) => onTerm({ colour: value })}
          />
          <TextInput
            aria-label="Name"
            size="xs"
            w={120}
            value={name}
            disabled={isReadOnly}
            onChange={(event) => onTerm({ name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Title of ${name}`}
            size="xs"
            w={130}
            value={title}
            disabled={isReadOnly}
            onChange={(event) => onTerm({ title: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Key of ${name}`}
            placeholder="key"
            size="xs"
            w={52}
            maxLength={1}
            value={key ?? ''}
            disabled={isReadOnly}
            error={keyProblem !== null}
            title={keyProblem ?? undefined}
            onChange={(event) => onTerm({ key: event.currentTarget.value.toLowerCase() || null })}
          />
          {!isReadOnly && (
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onRemove}>
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        <Group gap="sm" mt={6}>
          <Checkbox
            size="xs"
            label="Excludes others"
            checked={exclusive}
            disabled={isReadOnly}
            onChange={(event) => onTerm({ exclusive: event.currentTarget.checked })}
          />
          {kind.scope === 'frames' && (
            <Checkbox
              size="xs"
              label="Lasts to the end"
              checked={terminal}
              disabled={isReadOnly}
              onChange={(event) => onTerm({ terminal: event.currentTarget.checked })}
            />
          )}
          {kind.scope === 'frames' && (
            <TextInput
              size="xs"
              w={120}
              aria-label={`Landmark of ${name}`}
              placeholder="landmark"
              value={landmark ?? ''}
              disabled={isReadOnly}
              onChange={(event) => onTerm({ landmark: event.currentTarget.value || null })}
            />
          )}
          {kind.severities !== null && (
            <Select
              size="xs"
              w={120}
              aria-label={`Severity of ${name}`}
              placeholder="severity"
              data={[...kind.severities]}
              value={severity ?? null}
              disabled={isReadOnly}
              onChange={(value) => onTerm({ severity: (value ?? undefined) as VocabularyTerm['severity'] })}
              clearable
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
