'use client';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Receivers } from '@/notifications/receivers';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { shellQuery } from '@/shell/queries';
import { capText, readCap } from './concurrency';
import { useCurrentProject } from './project-frame';
import { type ProjectData, projectQuery, projectsQuery, updateProject } from './queries';

/** Name and description of the project, and how many of its jobs run at once. */
export function ProjectSettings() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(projectQuery, { slug: project.slug });
  return (
    <>
      <PageHead
        title="Settings"
        crumbs={[project.crumb]}
        description="How the project is named and described, how much it may run at once, and whom it tells what happens."
      />
      <Panel maw={640}>
        {data ? (
          <SettingsForm project={data.project} editable={project.may('manage')} />
        ) : error ? (
          <Failure error={error} retry={refetch} />
        ) : (
          <LoadingRows rows={3} height={58} />
        )}
      </Panel>
      {project.may('manage') && (
        <Stack mt="md" maw={960}>
          <Receivers slug={project.slug} />
        </Stack>
      )}
    </>
  );
}

const ownFields: readonly string[] = ['name', 'description', 'concurrency'];

function SettingsForm({ project, editable }: { readonly project: ProjectData; readonly editable: boolean }) {
  const submit = useSubmit(updateProject, [projectQuery, projectsQuery, shellQuery]);
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [concurrency, setConcurrency] = useState(capText(project.concurrency));
  const cap = readCap(concurrency);
  const problems = problemsOf(submit.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (cap === 'invalid') return;
    submit.mutate(
      { input: { projectSlug: project.slug, name, description, concurrency: cap } },
      { onSuccess: () => notifications.show({ message: 'Saved.' }) },
    );
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldMessage(problems, 'name')}
          readOnly={!editable}
          required
        />
        <TextInput
          label="Address"
          description="Links depend on it, so it stays."
          value={project.slug}
          readOnly
        />
        <Textarea
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={fieldMessage(problems, 'description')}
          readOnly={!editable}
          autosize
          minRows={3}
        />
        <TextInput
          label="Jobs at once"
          description="Most jobs of this project that run at the same time, over all batches. Empty: as many as the workers allow. Other projects get their turn either way."
          value={concurrency}
          onChange={(event) => setConcurrency(event.currentTarget.value)}
          error={
            cap === 'invalid'
              ? 'Enter a whole number, 1 or more, or leave it empty.'
              : fieldMessage(problems, 'concurrency')
          }
          placeholder="no limit"
          inputMode="numeric"
          className="numeric"
          readOnly={!editable}
          autoComplete="off"
        />
        <ProblemList problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))} />
        {editable ? (
          <Button
            type="submit"
            loading={submit.isPending}
            disabled={
              cap === 'invalid' ||
              (name === project.name && description === project.description && cap === project.concurrency)
            }
            style={{ alignSelf: 'flex-start' }}
          >
            Save
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            Only maintainers can change these.
          </Text>
        )}
      </Stack>
    </form>
  );
}
