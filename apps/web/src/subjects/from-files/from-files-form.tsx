'use client';
import { Button, Code, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { counted } from '@/formatting/numbers';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { createSubjects, type SubjectPlan, subjectsQuery } from '../queries';

export interface FromFilesFormProps {
  readonly slug: string;
  readonly onDone: () => void;
}

/** Makes subjects and frames from the names of the project's files; shows what would be made first. */
export function FromFilesForm({ slug, onDone }: FromFilesFormProps) {
  const [pattern, setPattern] = useState('{embryo}_s{frame}.png');
  const [planned, setPlanned] = useState<{ readonly pattern: string; readonly plan: SubjectPlan } | null>(
    null,
  );
  const look = useSubmit(createSubjects);
  const make = useSubmit(createSubjects, [subjectsQuery]);
  const inputOf = (plan: boolean) => ({
    input: { projectSlug: slug, fromFiles: { pattern: pattern.trim() }, plan },
  });
  const error = make.error ?? look.error;
  const isCurrent = planned?.pattern === pattern;
  const count = isCurrent
    ? planned.plan.planned.filter(({ newFrames, exists }) => !exists || newFrames > 0).length
    : 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        look.mutate(inputOf(true), {
          onSuccess: ({ createSubjects: plan }) => setPlanned({ pattern, plan }),
        });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Pattern of file names"
          description={
            <>
              <Code>{'{frame}'}</Code> stands for the frame number, <Code>{'{embryo}'}</Code> and the other
              levels for names of subjects, <Code>*</Code> for any text.
            </>
          }
          value={pattern}
          onChange={(event) => setPattern(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <ProblemList error={error} />
        {isCurrent && <Preview plan={planned.plan} />}
        <Group gap="xs">
          <Button type="submit" variant="default" loading={look.isPending} disabled={pattern.trim() === ''}>
            Preview
          </Button>
          <Button
            disabled={count === 0}
            loading={make.isPending}
            onClick={() => make.mutate(inputOf(false), { onSuccess: onDone })}
          >
            {count === 0 ? 'Make subjects' : `Make ${counted(count, 'subject')}`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const mostRows = 12;

/** What would be made, and which files are left out. */
function Preview({ plan: { planned, problems } }: { readonly plan: SubjectPlan }) {
  const frames = planned.reduce((sum, { newFrames }) => sum + newFrames, 0);
  const made = planned.filter(({ exists }) => !exists).length;
  return (
    <div data-testid="subject-plan">
      <Text size="sm" fw={550}>
        {planned.length === 0
          ? 'No file fits this pattern.'
          : `Makes ${counted(made, 'new subject')} with ${counted(frames, 'new frame')}.`}
      </Text>
      {planned.length > 0 && (
        <Table className="numeric" verticalSpacing={4}>
          <Table.Tbody>
            {planned.slice(0, mostRows).map(({ name, level, newFrames, exists }) => (
              <Table.Tr key={name}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
                <Table.Td c="dimmed">{level}</Table.Td>
                <Table.Td ta="right">{newFrames > 0 && counted(newFrames, 'new frame')}</Table.Td>
                <Table.Td c="dimmed">{exists ? 'is there already' : 'new'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {planned.length > mostRows && (
        <Text size="xs" c="dimmed">
          And {counted(planned.length - mostRows, 'more subject')}.
        </Text>
      )}
      <ProblemList problems={problems.slice(0, 20)} />
    </div>
  );
}
