'use client';
import { Button, Text } from '@mantine/core';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { kindWords } from '../kinds';
import type { WholeImport } from '../queries';
import { StepFoot } from './step-foot';

export interface ReadStepProps {
  readonly draft: WholeImport;
  /** Absent where the file could not be read. */
  readonly onNext?: () => void;
}

/** Step 1 of a draft: which file it is, or why it could not be read. */
export function ReadStep({ draft, onNext }: ReadStepProps) {
  const project = useCurrentProject();
  return (
    <Panel title={draft.fileName}>
      {draft.problem ? (
        <ProblemList problems={[draft.problem]} />
      ) : (
        <Text size="sm">
          {kindWords[draft.kind].title}: {counted(draft.rowCount, 'row')} in {draft.columns.length} columns.{' '}
          {kindWords[draft.kind].description}.
        </Text>
      )}
      <Button component={Link} href={project.at(otherFile(draft))} variant="default" mt="md">
        Use another sheet
      </Button>
      {onNext && <StepFoot label="Sheet and header" onNext={onNext} />}
    </Panel>
  );
}

function otherFile({ kind, target }: WholeImport): string {
  const pipeline =
    typeof target === 'object' && target !== null && 'pipeline' in target ? target.pipeline : null;
  return `/imports/new?kind=${kind}${typeof pipeline === 'string' ? `&pipeline=${pipeline}` : ''}`;
}
