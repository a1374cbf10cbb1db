'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { CodeArea } from '@/page/code-area';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import type { ReadYaml } from './use-yaml';

export interface YamlSectionProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly read: ReadYaml;
  /** Goes back to the form; null where the form cannot express the design. */
  readonly onForm: (() => void) | null;
  /** Forgets the text and shows the fields as they were before. */
  readonly onDiscard: () => void;
}

/** The whole design as text; it goes back into the form when the form has fields for all of it. */
export function YamlSection({ text, onText, read, onForm, onDiscard }: YamlSectionProps) {
  const { spec, problems, isCurrent } = read;
  return (
    <Panel
      title="The design as YAML"
      actions={
        <Group gap="xs">
          <Button variant="subtle" color="gray" size="xs" onClick={onDiscard}>
            Discard the text
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconForms size={14} aria-hidden />}
            disabled={onForm === null || !isCurrent}
            onClick={() => onForm?.()}
          >
            Edit in the form
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        <CodeArea
          aria-label="Design as YAML"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          error={problems.length > 0}
        />
        <ProblemList problems={problems} noun="field" />
        {spec !== null && isCurrent && onForm === null && (
          <Alert color="blue" variant="light" p="xs" role="status">
            {spec.kind === 'list'
              ? 'A list names each of its jobs; it is edited here as text.'
              : 'The form has no fields for all of this design, so it stays text. It starts all the same.'}
          </Alert>
        )}
        <Text size="xs" c="dimmed">
          The same text works as a file with “batchyard sweep”. Inputs are ids or names of files of the
          project.
        </Text>
      </Stack>
    </Panel>
  );
}
