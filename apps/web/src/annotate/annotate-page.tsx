'use client';
import { vocabularySchema } from '@batchyard/domain';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { keyOf, useApi, useLive } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { useCurrentProject } from '@/projects/project-frame';
import { shellQuery } from '@/shell/queries';
import { type AnnotatedSubject, annotatedSubjectQuery, subjectChanged } from './queries';
import { useSession } from './saving/use-session';
import { personOf } from './statements/present';
import { Workbench } from './workbench';

/** How often others' changes are looked for while the live connection is away. */
const lookMs = 5000;

/** One subject to be annotated: loads it and keeps it up to date with what others do. */
export function AnnotatePage({ subjectName }: { readonly subjectName: string }) {
  const project = useCurrentProject();
  const { data: shell } = useApi(shellQuery, {});
  const user = shell?.me.user;
  const variables = { slug: project.slug, name: subjectName };
  const { data, error, refetch } = useApi(annotatedSubjectQuery, variables, {
    refetchIntervalMs: lookMs * 6,
  });
  const definition = data?.project.vocabulary.definition;
  const vocabulary = useMemo(() => vocabularySchema.safeParse(definition), [definition]);
  if (!data || !user) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  if (data.project.subject === null) return <NotFoundMessage />;
  if (!vocabulary.success)
    return <Failure error={new Error('The vocabulary of the project cannot be read.')} />;
  return (
    <LiveBench
      key={data.project.subject.id}
      subject={data.project.subject}
      vocabulary={vocabulary.data}
      user={user}
    />
  );
}

interface LiveBenchProps {
  readonly subject: AnnotatedSubject;
  readonly vocabulary: Parameters<typeof Workbench>[0]['vocabulary'];
  readonly user: { readonly id: string; readonly name: string };
}

function LiveBench({ subject, vocabulary, user }: LiveBenchProps) {
  const project = useCurrentProject();
  const client = useQueryClient();
  const look = useCallback(
    () => void client.invalidateQueries({ queryKey: keyOf(annotatedSubjectQuery) }),
    [client],
  );
  const isLive = useLive(subjectChanged, { id: subject.id }, look, true);
  const variables = { slug: project.slug, name: subject.name };
  // Where the live connection is away, asking now and then must do.
  useApi(annotatedSubjectQuery, variables, { refetchIntervalMs: isLive ? false : lookMs });
  const [session, saving] = useSession(project.slug, user.id);
  const person = useMemo(() => ({ author: personOf(user.id), name: user.name }), [user.id, user.name]);
  return (
    <Workbench
      subject={subject}
      vocabulary={vocabulary}
      person={person}
      session={session}
      saving={saving}
      mayEdit={project.may('edit')}
    />
  );
}
