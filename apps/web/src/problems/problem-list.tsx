'use client';
import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { type PlaceNoun, placeText } from './problems';

export interface ProblemListProps {
  readonly problems?: readonly Problem[];
  /** An error of a request; its problems are shown. */
  readonly error?: unknown;
  readonly title?: string;
  /** What the form calls its entries; `field` unless it is about a pipeline's parameters. */
  readonly noun?: PlaceNoun;
}

/** Problems that are shown before the reader asks for more. */
const shownAtFirst = 6;

/** Problems with place, expectation and fix, errors before warnings; nothing when there are none. */
export function ProblemList({ problems, error, title, noun = 'field' }: ProblemListProps) {
  const [isOpen, setOpen] = useState(false);
  const all = errorsFirst(problems ?? problemsOf(error));
  if (all.length === 0) return null;
  const shown = isOpen ? all : all.slice(0, shownAtFirst);
  const onlyWarnings = all.every((problem) => problem.severity === 'warning');
  return (
    <Alert
      color={onlyWarnings ? 'yellow' : 'red'}
      variant="light"
      role="alert"
      title={title}
      icon={<IconAlertCircle size={18} />}
    >
      <List listStyleType={all.length === 1 ? 'none' : 'disc'} spacing={6} size="sm">
        {shown.map((problem) => (
          <List.Item key={`${problem.code}${problem.message}${placeText(problem, noun)}`}>
            <ProblemText problem={problem} noun={noun} />
          </List.Item>
        ))}
      </List>
      {shown.length < all.length && (
        <Button size="xs" variant="default" mt="sm" onClick={() => setOpen(true)}>
          Show all {all.length}
        </Button>
      )}
    </Alert>
  );
}

function errorsFirst(problems: readonly Problem[]): Problem[] {
  const isError = (problem: Problem) => problem.severity === 'error';
  return [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
}

function ProblemText({ problem, noun }: { readonly problem: Problem; readonly noun: PlaceNoun }) {
  const place = placeText(problem, noun);
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {problem.message}
      {problem.fix && <Text size="sm">{problem.fix}</Text>}
      {place && (
        <Text size="xs" c="dimmed">
          {place}
        </Text>
      )}
    </div>
  );
}
