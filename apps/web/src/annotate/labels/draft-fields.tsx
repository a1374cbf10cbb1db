'use client';
import type { VocabularyDetail, VocabularyKind } from '@batchyard/domain';
import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { memo, type RefObject } from 'react';
import type { LabelDraft } from './draft';

export interface DraftFieldsProps {
  /** The active kind: only what it takes is asked for. */
  readonly kind: VocabularyKind;
  readonly draft: LabelDraft;
  readonly onDraft: (draft: LabelDraft) => void;
  readonly noteRef: RefObject<HTMLInputElement | null>;
  readonly confidenceRef: RefObject<HTMLInputElement | null>;
}

/** Confidence, severity, details and note of the next labels; Enter or Esc goes back to the frames. Not drawn anew with each frame. */
export const DraftFields = memo(function DraftFields({
  kind,
  draft,
  onDraft,
  noteRef,
  confidenceRef,
}: DraftFieldsProps) {
  const leave = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'Escape')
      (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <Group gap="xs" align="flex-end" onKeyDown={leave}>
      {kind.confidence !== 'none' && (
        <NumberInput
          ref={confidenceRef}
          label={kind.confidence === 'required' ? 'Confidence' : 'Confidence (optional)'}
          placeholder={kind.confidence === 'required' ? '1' : '0…1'}
          min={0}
          max={1}
          step={0.1}
          decimalScale={3}
          size="xs"
          w={150}
          value={draft.confidence ?? ''}
          onChange={(value) => onDraft({ ...draft, confidence: value === '' ? null : Number(value) })}
        />
      )}
      {kind.severities !== null && (
        <Select
          label="Severity"
          placeholder="As usual"
          data={[...kind.severities]}
          value={draft.severity}
          onChange={(severity) => onDraft({ ...draft, severity: severity as LabelDraft['severity'] })}
          clearable
          size="xs"
          w={120}
        />
      )}
      {kind.details.map((detail) => (
        <DetailField key={detail.name} detail={detail} draft={draft} onDraft={onDraft} />
      ))}
      <TextInput
        ref={noteRef}
        label="Note of the next label"
        value={draft.note}
        maxLength={2000}
        onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })}
        size="xs"
        flex="1 1 150px"
        autoComplete="off"
      />
    </Group>
  );
});

function DetailField({
  detail,
  draft,
  onDraft,
}: { readonly detail: VocabularyDetail } & Pick<DraftFieldsProps, 'draft' | 'onDraft'>) {
  const { name, type, choices, unit } = detail;
  const title = unit === null ? detail.title : `${detail.title} (${unit})`;
  const value = draft.detail[name];
  const set = (next: string | number | boolean) =>
    onDraft({ ...draft, detail: { ...draft.detail, [name]: next } });
  if (type === 'boolean') {
    return (
      <Checkbox
        label={title}
        size="xs"
        mb={7}
        checked={value === true}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    );
  }
  if (choices !== null) {
    return (
      <Select
        label={title}
        data={choices}
        value={typeof value === 'string' && value !== '' ? value : null}
        onChange={(next) => set(next ?? '')}
        clearable
        size="xs"
        w={160}
      />
    );
  }
  return type === 'number' ? (
    <NumberInput
      label={title}
      size="xs"
      w={120}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => set(next === '' ? '' : Number(next))}
    />
  ) : (
    <TextInput
      label={title}
      size="xs"
      w={140}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
