'use client';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { type DefinitionDraft, definitionYaml, starterDraft } from './definition-draft';
import { DefinitionEditor } from './definition-editor';
import { PipelineVersions } from './pipeline-versions';
import { type PipelineVersion, pipelineVersionsQuery } from './queries';
import { Secrets } from './secrets';
import { asNextVersion } from './starter';

/** For administrators: pipelines that run programs of the team's own, and the secrets that these are given. */
export function PipelinesAdmin() {
  const { data, error, refetch } = useApi(pipelineVersionsQuery, {});
  const [text, setText] = useState<string | null>(null);
  const [draft, setDraft] = useState<DefinitionDraft | null>(null);
  if (error instanceof ApiError && error.code === 'FORBIDDEN') return <NotFoundMessage />;
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  /** Fields write the text as long as it has not been edited itself. */
  const fill = (filled: DefinitionDraft | null) => {
    setDraft(filled);
    if (filled !== null) setText(definitionYaml(filled));
  };
  const edit = ({ yaml, version }: PipelineVersion) => {
    setDraft(null);
    setText(asNextVersion(yaml, version));
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead
        title="Pipelines and secrets"
        description="Pipelines that run a program of your own on the workers. All projects can use them."
      />
      <Stack gap="md" maw={1100}>
        {text !== null && (
          <DefinitionEditor
            text={text}
            onText={setText}
            draft={draft}
            onDraft={fill}
            onClose={() => setText(null)}
          />
        )}
        <PipelineVersions
          versions={data.pipelineVersions}
          onEdit={edit}
          onNew={text === null ? () => fill(starterDraft) : null}
        />
        <Secrets />
      </Stack>
    </>
  );
}
