'use client';
import { type DesignSpec, extendableAxes, isDrawn, isJsonObject } from '@batchyard/domain';
import { Anchor, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { batchesQuery } from '@/batches/queries';
import { useSubmit } from '@/graphql/hooks';
import { FileChoice } from '@/inputs/file-choice';
import { InputSets } from '@/inputs/input-sets';
import { type InputSelection, inputSetsOf, mainInput, missingInput, noSelection } from '@/inputs/selection';
import { fieldsOf } from '@/parameters/fields';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { entryText } from '../axis-text';
import { coverageQuery, designQuery, designsQuery, extendDesignMutation, type WholeDesign } from '../queries';
import { previewExtension, readExtension } from './extension';

export interface ExtendFormProps {
  readonly design: WholeDesign;
  readonly spec: DesignSpec;
  readonly onCancel: () => void;
}

/** What to add, what exactly it would create, and the button that does it. */
export function ExtendForm({ design, spec, onCancel }: ExtendFormProps) {
  const { pipeline } = design;
  const axes = extendableAxes(spec);
  const defaults = useMemo(
    () => (isJsonObject(pipeline.defaultParams) ? pipeline.defaultParams : {}),
    [pipeline.defaultParams],
  );
  const fields = useMemo(() => fieldsOf(pipeline.paramsSchema, defaults), [pipeline.paramsSchema, defaults]);
  const [parameter, setParameter] = useState<string | null>(axes.at(-1)?.parameter ?? null);
  const [values, setValues] = useState('');
  const [samples, setSamples] = useState('0');
  const [replicates, setReplicates] = useState('0');
  const [selection, setSelection] = useState<InputSelection>(noSelection);
  const inputs = useMemo(() => inputSetsOf(pipeline.inputs, selection), [pipeline.inputs, selection]);
  const { additions, messages } = readExtension({ parameter, values, samples, replicates, inputs }, fields);
  const labels = [...design.inputs.map(({ label }) => label), ...selection.main.map(({ name }) => name)];
  const { sentence, message } = previewExtension(spec, additions, defaults, labels);
  const missing = selection.main.length > 0 ? missingInput(pipeline.inputs, selection) : undefined;
  const isReady = sentence !== null && missing === undefined && Object.keys(messages).length === 0;
  const { submit, extend } = useExtend(design.id, {
    addValues: additions.values.map((added) => ({ ...added, values: [...added.values] })),
    addSamples: additions.samples,
    addReplicates: additions.replicates,
    addInputs: [...additions.inputs],
  });
  const axis = axes.find((entry) => entry.parameter === parameter);
  return (
    <Stack gap="md">
      {axes.length > 0 ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Select
            label="Axis"
            data={axes.map((entry) => entry.parameter)}
            value={parameter}
            onChange={setParameter}
            allowDeselect={false}
            description={axis && `has ${entryText(axis).text}`}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
          />
          <TextInput
            label="Values to add"
            value={values}
            onChange={(event) => setValues(event.currentTarget.value)}
            placeholder="Separated by commas"
            error={messages.values}
            className="numeric"
            autoComplete="off"
            data-autofocus
          />
        </SimpleGrid>
      ) : (
        isDrawn(spec) && (
          <TextInput
            maw={240}
            label="Settings to draw"
            description={`has ${spec.samples ?? 0}, which stay as they are`}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={samples}
            onChange={(event) => setSamples(event.currentTarget.value)}
            error={messages.samples}
            inputMode="numeric"
            className="numeric"
            autoComplete="off"
            data-autofocus
          />
        )
      )}
      <TextInput
        maw={240}
        label="Replicates to add"
        value={replicates}
        onChange={(event) => setReplicates(event.currentTarget.value)}
        error={messages.replicates}
        inputMode="numeric"
        className="numeric"
        autoComplete="off"
      />
      <AddedInputs design={design} selection={selection} onSelection={setSelection} />
      <div aria-live="polite">
        {sentence !== null && (
          <Text size="sm" fw={620} className="numeric">
            {sentence}
          </Text>
        )}
        {(message ?? missing) && (
          <Text size="sm" c="var(--tone-failed)">
            {message ?? missing}
          </Text>
        )}
        {sentence === null && !message && (
          <Text size="sm" c="dimmed">
            Results of the cells there are stay; only what is added runs.
          </Text>
        )}
      </div>
      <ProblemList error={submit.error} noun="parameter" />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button variant="light" disabled={!isReady || submit.isPending} onClick={() => extend('later')}>
          Save without starting
        </Button>
        <Button disabled={!isReady} loading={submit.isPending} onClick={() => extend('now')}>
          Extend and start
        </Button>
      </Group>
    </Stack>
  );
}

interface Additions {
  readonly addValues: { readonly parameter: string; readonly values: unknown[] }[];
  readonly addSamples: number;
  readonly addReplicates: number;
  readonly addInputs: unknown[];
}

/** Saves the extension, and opens its batch or its page. */
function useExtend(designId: string, additions: Additions) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useSubmit(extendDesignMutation, [designQuery, designsQuery, coverageQuery, batchesQuery]);
  const extend = (start: 'now' | 'later') =>
    submit.mutate(
      { input: { designId, ...additions, start: start === 'now' } as never },
      {
        onSuccess: ({ extendDesign: { batch, design } }) => {
          if (batch) router.push(project.at(`/batches/${batch.id}`));
          else if (design) router.push(project.at(`/designs/${design.id}`));
        },
      },
    );
  return { submit, extend };
}

interface AddedInputsProps {
  readonly design: WholeDesign;
  readonly selection: InputSelection;
  readonly onSelection: (selection: InputSelection) => void;
}

/** Further files of the project; opens on demand. */
function AddedInputs({ design, selection, onSelection }: AddedInputsProps) {
  const project = useCurrentProject();
  const [opened, setOpened] = useState(false);
  const { name, inputs } = design.pipeline;
  const main = mainInput(inputs);
  if (main === undefined) return null;
  if (!opened) {
    return (
      <Anchor component="button" type="button" fz="sm" w="fit-content" onClick={() => setOpened(true)}>
        Add inputs…
      </Anchor>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Inputs to add
      </Text>
      <FileChoice slug={project.slug} input={main} selection={selection} onSelection={onSelection} />
      {selection.main.length > 0 && (
        <InputSets
          slug={project.slug}
          pipelineName={name}
          inputs={inputs}
          selection={selection}
          onSelection={onSelection}
        />
      )}
    </Stack>
  );
}
