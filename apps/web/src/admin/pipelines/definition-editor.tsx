'use client';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useApi, useSubmit } from '@/graphql/hooks';
import { CodeArea } from '@/page/code-area';
import { Panel } from '@/page/panel';
import { PipelineInputs } from '@/pipelines/pipeline-inputs';
import { PipelineMetrics } from '@/pipelines/pipeline-metrics';
import { PipelineParameters } from '@/pipelines/pipeline-parameters';
import { pipelinesQuery } from '@/pipelines/queries';
import { ProblemList } from '@/problems/problem-list';
import type { DefinitionDraft } from './definition-draft';
import { DefinitionForm } from './definition-form';
import { checkDefinitionQuery, definePipeline, pipelineVersionsQuery } from './queries';

export interface DefinitionEditorProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What the fields say, which `text` is written from; null: the text is edited itself. */
  readonly draft: DefinitionDraft | null;
  readonly onDraft: (draft: DefinitionDraft | null) => void;
  readonly onClose: () => void;
}

/** A pause in typing after which the text is checked. */
const checkAfterMs = 400;

/** A definition as a form or as text, what is wrong with it, and what people will see of it. */
export function DefinitionEditor({ text, onText, draft, onDraft, onClose }: DefinitionEditorProps) {
  const [yaml] = useDebouncedValue(text, checkAfterMs);
  const { data, error } = useApi(checkDefinitionQuery, { yaml }, { keepPrevious: true });
  const submit = useSubmit(definePipeline, [pipelineVersionsQuery, pipelinesQuery]);
  const checked = data?.checkPipelineDefinition;
  const problems = checked?.problems ?? [];
  const pipeline = checked?.pipeline ?? null;
  const isReady = yaml === text && pipeline !== null && problems.length === 0;
  return (
    <>
      <Panel
        title="Definition"
        actions={
          <Group gap="xs">
            {draft !== null && (
              <Button variant="subtle" size="xs" onClick={() => onDraft(null)}>
                Edit as YAML
              </Button>
            )}
            <Button variant="subtle" color="gray" size="xs" onClick={onClose}>
              Discard
            </Button>
            <Button
              size="xs"
              disabled={!isReady}
              loading={submit.isPending}
              onClick={() => submit.mutate({ input: { yaml: text } }, { onSuccess: onClose })}
            >
              {isReady ? `Store version ${pipeline.version}` : 'Store'}
            </Button>
          </Group>
        }
      >
        <Stack gap="sm">
          {draft === null ? (
            <CodeArea
              aria-label="Definition as YAML"
              value={text}
              onChange={(event) => onText(event.currentTarget.value)}
              error={problems.length > 0}
            />
          ) : (
            <DefinitionForm draft={draft} onDraft={onDraft} />
          )}
          <ProblemList problems={problems} />
          <ProblemList error={submit.error ?? error} />
          <Text size="xs" c="dimmed">
            A version never changes once it is stored. “batchyard pipeline check” tries the same text on one
            input, and “batchyard pipeline push” stores it from a file.
          </Text>
        </Stack>
      </Panel>
      {pipeline !== null && (
        <>
          <PipelineParameters pipeline={pipeline} />
          <PipelineInputs inputs={pipeline.inputs} />
          <PipelineMetrics pipeline={pipeline} />
        </>
      )}
    </>
  );
}
