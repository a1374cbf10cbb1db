'use client';
import type { JsonObject } from '@batchyard/domain';
import { Anchor, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type DesignDraft, type FormKind, kindTexts } from '../design-draft';
import { rangeUseOf } from '../groups/group-draft';
import type { CountedDesign } from '../use-counts';
import classes from './settings.module.css';
import { SettingsCount } from './settings-count';
import { SettingsPreview } from './settings-preview';
import { WhereField } from './where-field';

export interface CombineSectionProps {
  readonly draft: DesignDraft;
  readonly onDraft: (change: Partial<DesignDraft>) => void;
  readonly counted: CountedDesign;
  readonly defaults: JsonObject;
  readonly messages: Readonly<Record<string, string>>;
}

/** How the varied parameters combine to settings, which of them are kept, and what comes of it. */
export function CombineSection({ draft, onDraft, counted, defaults, messages }: CombineSectionProps) {
  const [isPreviewing, setPreviewing] = useState(false);
  const [asksWhere, setAsksWhere] = useState(false);
  const hasWhere = draft.where !== '' || asksWhere;
  return (
    <div className={classes.box}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
          <Select
            label="Settings to try"
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            description={kindTexts[draft.kind].meaning}
            data={Object.entries(kindTexts).map(([value, { title }]) => ({ value, label: title }))}
            value={draft.kind}
            onChange={(kind) => onDraft({ kind: kind as FormKind })}
            allowDeselect={false}
          />
          {rangeUseOf(draft.kind) === 'draw' && (
            <TextInput
              label={draft.kind === 'adaptive' ? 'Settings to try in all' : 'Settings to draw'}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              description="Each runs on every input and replicate."
              value={draft.samples}
              onChange={(event) => onDraft({ samples: event.currentTarget.value })}
              error={messages.samples}
              inputMode="numeric"
              className="numeric"
              autoComplete="off"
            />
          )}
        </SimpleGrid>
        {draft.kind === 'adaptive' && <AdaptiveFields draft={draft} onDraft={onDraft} messages={messages} />}
        {hasWhere && (
          <WhereField
            where={draft.where}
            onWhere={(where) => onDraft({ where })}
            onRemove={() => {
              setAsksWhere(false);
              onDraft({ where: '' });
            }}
            message={messages.where}
          />
        )}
        <SettingsCount counted={counted} />
        <Group gap="md">
          {!hasWhere && draft.kind !== 'adaptive' && (
            <Anchor component="button" type="button" fz="sm" onClick={() => setAsksWhere(true)}>
              Keep only some…
            </Anchor>
          )}
          <Anchor component="button" type="button" fz="sm" onClick={() => setPreviewing(!isPreviewing)}>
            {isPreviewing ? 'Hide the settings' : 'Show the settings'}
          </Anchor>
        </Group>
        {isPreviewing && <Preview counted={counted} defaults={defaults} />}
      </Stack>
    </div>
  );
}

/** Settings that a preview makes at most; more are refused by the server anyway. */
const maxPreviewed = 20_000;

function Preview({ counted, defaults }: Pick<CombineSectionProps, 'counted' | 'defaults'>) {
  if (counted.counts.settings > maxPreviewed) {
    return (
      <Text size="sm" c="dimmed">
        There are too many settings to show.
      </Text>
    );
  }
  return <SettingsPreview spec={counted.spec} defaults={defaults} />;
}

type AdaptiveFieldsProps = Pick<CombineSectionProps, 'draft' | 'onDraft' | 'messages'>;

function AdaptiveFields({ draft, onDraft, messages }: AdaptiveFieldsProps) {
  const number = (field: 'startup' | 'parallel', label: string) => (
    <TextInput
      label={label}
      value={draft[field]}
      onChange={(event) => onDraft({ [field]: event.currentTarget.value })}
      error={messages[field]}
      inputMode="numeric"
      className="numeric"
      autoComplete="off"
    />
  );
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" verticalSpacing="sm">
      <Select
        label="Proposes by"
        data={[
          { value: 'tpe', label: 'tree of densities (TPE)' },
          { value: 'gp', label: 'Gaussian process' },
        ]}
        value={draft.method}
        onChange={(method) => onDraft({ method: method === 'gp' ? 'gp' : 'tpe' })}
        allowDeselect={false}
      />
      {number('startup', 'Tried before proposing')}
      {number('parallel', 'Under way at once')}
    </SimpleGrid>
  );
}
