'use client';
import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { DropZone } from '@/files/drop-zone';
import { counted } from '@/formatting/numbers';
import { FileChoice } from '@/inputs/file-choice';
import { InputSets } from '@/inputs/input-sets';
import {
  addMain,
  type InputSelection,
  leadersOf,
  mainInput,
  otherInputs,
  withSharedInputs,
} from '@/inputs/selection';
import { Panel } from '@/page/panel';
import type { WholePipeline } from '@/pipelines/queries';
import { ScaffoldLink } from '@/river/scaffold-link';
import type { KeptSet } from './kept-sets';

export interface InputsSectionProps {
  readonly slug: string;
  readonly mayUpload: boolean;
  readonly pipelineName: string;
  readonly inputs: WholePipeline['inputs'];
  readonly selection: InputSelection;
  readonly onSelection: (change: (former: InputSelection) => InputSelection) => void;
  /** Sets that stay as they are. */
  readonly keptSets: readonly KeptSet[];
  readonly onKeptSets: (sets: readonly KeptSet[]) => void;
  /** Puts the chosen files aside as a set of their own, so that the next one can be chosen. */
  readonly onSetComplete: () => void;
  readonly message?: string;
}

/** Step 2: which files; each one ticked is one input of the batch. */
export function InputsSection(props: InputsSectionProps) {
  const { slug, mayUpload, pipelineName, inputs, selection, message } = props;
  const onSelection: InputsSectionProps['onSelection'] = (change) =>
    props.onSelection((former) => withSharedInputs(inputs, change(former)));
  const main = mainInput(inputs);
  const chosenCount = leadersOf(inputs, selection).length;
  if (!main) return null;
  return (
    <Panel title="2. Inputs">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          <b>{main.title}.</b> {main.description !== main.title && `${main.description} `}
          {sayEach(main.count)}
          {main.kind === 'directory' && ' To upload a directory, zip it: one .zip file is one directory.'}
        </Text>
        <FileChoice
          slug={slug}
          input={main}
          selection={selection}
          onSelection={(next) => onSelection(() => next)}
        />
        {mayUpload && (
          <DropZone
            slug={slug}
            extensions={main.extensions}
            onUploaded={(file) => onSelection((former) => addMain(former, [file]))}
          />
        )}
        {chosenCount > 0 && (
          <div>
            <Text size="sm" fw={620}>
              {counted(chosenCount, 'input')} chosen
            </Text>
            {otherInputs(inputs).map(({ name, title, kind, description, optional }) => (
              <Text key={name} size="xs" c="dimmed">
                {title}
                {optional && ' (optional)'}
                {description !== title && `: ${description}`}
                {kind === 'directory' && ' Zip it to upload it.'}
              </Text>
            ))}
            <InputSets
              slug={slug}
              pipelineName={pipelineName}
              inputs={inputs}
              selection={selection}
              onSelection={(next) => onSelection(() => next)}
            />
          </div>
        )}
        <ScaffoldLink pipelineName={pipelineName} videoId={selection.main[0]?.id ?? null} />
        {main.count === 'many' && chosenCount > 0 && (
          <Button variant="default" size="xs" w="fit-content" onClick={props.onSetComplete}>
            Choose another set of files
          </Button>
        )}
        {props.keptSets.length > 0 && <KeptSets sets={props.keptSets} onSets={props.onKeptSets} />}
        {message && (
          <Text size="sm" c="var(--tone-failed)" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

const sayEach = (count: string) =>
  count === 'many'
    ? 'All files you tick are processed together, with every setting.'
    : 'Each file you tick is processed on its own, with every setting.';

interface KeptSetsProps {
  readonly sets: readonly KeptSet[];
  readonly onSets: (sets: readonly KeptSet[]) => void;
}

/** Sets that are complete: each is an input of the batch. */
function KeptSets({ sets, onSets }: KeptSetsProps) {
  return (
    <div>
      <Text size="sm" fw={620}>
        {counted(sets.length, 'more input')} as {sets.length === 1 ? 'it is' : 'they are'}
      </Text>
      {sets.map((kept) => (
        <Group key={JSON.stringify(kept.set)} gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => onSets(sets.filter((each) => each !== kept))}
            aria-label={`Remove the input ${kept.label}`}
          >
            <IconX size={14} />
          </ActionIcon>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }} lineClamp={2}>
            {kept.label}
          </Text>
        </Group>
      ))}
    </div>
  );
}
