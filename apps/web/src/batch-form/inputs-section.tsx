'use client';
import { Stack, Text } from '@mantine/core';
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

export interface InputsSectionProps {
  readonly slug: string;
  readonly mayUpload: boolean;
  readonly pipelineName: string;
  readonly inputs: WholePipeline['inputs'];
  readonly selection: InputSelection;
  readonly onSelection: (change: (former: InputSelection) => InputSelection) => void;
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
          <b>{main.title}.</b> {main.description} Each file you tick is processed on its own, with every
          setting.
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
                {optional ? ' (optional)' : ''}: {description}
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
        {message && (
          <Text size="sm" c="var(--tone-failed)" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
