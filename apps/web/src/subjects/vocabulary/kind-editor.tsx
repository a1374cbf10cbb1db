'use client';
import { severities, type Vocabulary, type VocabularyKind } from '@batchyard/domain';
import { Button, Checkbox, Group, MultiSelect, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keyTrouble } from '@/annotate/keys/key-map';
import { DetailList } from './detail-list';
import { keyProblems, withNewTerm, withoutAt, withTerm } from './draft';
import { TermRow } from './term-row';

export interface KindEditorProps {
  readonly kind: VocabularyKind;
  readonly vocabulary: Vocabulary;
  readonly isReadOnly: boolean;
  readonly onKind: (kind: VocabularyKind) => void;
  readonly onRemove: () => void;
}

const confidences = [
  { value: 'none', label: 'No confidence' },
  { value: 'optional', label: 'Confidence optional' },
  { value: 'required', label: 'Confidence required' },
];

/** One kind: what it is about, its rules, its values. */
export function KindEditor({ kind, vocabulary, isReadOnly, onKind, onRemove }: KindEditorProps) {
  const problems = keyProblems(kind, keyTrouble);
  const set = (change: Partial<VocabularyKind>) => onKind({ ...kind, ...change });
  const isOff = { disabled: isReadOnly, size: 'xs' } as const;
  return (
    <Stack gap="sm">
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Title"
          {...isOff}
          value={kind.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <TextInput
          label="Name"
          {...isOff}
          value={kind.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label="About"
          {...isOff}
          w={130}
          data={vocabulary.levels.map(({ name, title }) => ({ value: name, label: title }))}
          value={kind.level}
          onChange={(level) => level !== null && set({ level })}
          allowDeselect={false}
        />
        <Select
          label="Said of"
          {...isOff}
          w={130}
          data={[
            { value: 'frames', label: 'Frames' },
            { value: 'subject', label: 'The subject' },
          ]}
          value={kind.scope}
          onChange={(scope) => set({ scope: scope as VocabularyKind['scope'] })}
          allowDeselect={false}
        />
        <Select
          label="Confidence"
          {...isOff}
          w={170}
          data={confidences}
          value={kind.confidence}
          onChange={(confidence) => set({ confidence: confidence as VocabularyKind['confidence'] })}
          allowDeselect={false}
        />
        <MultiSelect
          label="Severities"
          {...isOff}
          miw={170}
          placeholder={kind.severities === null ? 'None' : undefined}
          data={[...severities]}
          value={[...(kind.severities ?? [])]}
          onChange={(chosen) => set(severityChange(kind, chosen))}
        />
        {kind.scope === 'frames' && (
          <TextInput
            label="While nothing is said"
            {...isOff}
            w={150}
            placeholder="none"
            title="What a frame has while nothing is stated; assigning it takes statements away"
            value={kind.emptyValue ?? ''}
            onChange={(event) => set({ emptyValue: event.currentTarget.value || null })}
          />
        )}
      </Group>
      <Group gap="md">
        <Checkbox
          label="One per subject"
          {...isOff}
          checked={kind.onePerSubject}
          onChange={(event) => set({ onePerSubject: event.currentTarget.checked })}
        />
        <Checkbox
          label="Other values allowed"
          {...isOff}
          checked={kind.freeText}
          onChange={(event) => set({ freeText: event.currentTarget.checked })}
        />
      </Group>
      <Table verticalSpacing={8} horizontalSpacing={0}>
        <Table.Tbody>
          {kind.terms.map((term, index) => (
            <TermRow
              // biome-ignore lint/suspicious/noArrayIndexKey: the name itself is edited, the place stays
              key={index}
              kind={kind}
              term={term}
              keyProblem={problems.get(index) ?? null}
              isReadOnly={isReadOnly}
              onTerm={(change) => onKind(withTerm(kind, index, change))}
              onRemove={() => set({ terms: withoutAt(kind.terms, index) })}
            />
          ))}
        </Table.Tbody>
      </Table>
      {[...problems.values()].map((problem) => (
        <Text key={problem} size="xs" c="var(--tone-failed)">
          {problem}
        </Text>
      ))}
      <DetailList kind={kind} isReadOnly={isReadOnly} onKind={onKind} />
      {!isReadOnly && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onKind(withNewTerm(kind))}
          >
            Add a value
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={onRemove}>
            Remove this kind
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function severityChange(kind: VocabularyKind, chosen: readonly string[]): Partial<VocabularyKind> {
  const kept = severities.filter((severity) => chosen.includes(severity));
  const first = kept[0] ?? null;
  const isStill = kind.defaultSeverity !== null && kept.includes(kind.defaultSeverity);
  return {
    severities: first === null ? null : kept,
    defaultSeverity: isStill ? kind.defaultSeverity : first,
  };
}
