'use client';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { shellQuery } from '@/shell/queries';
import { useCurrentProject } from './project-frame';
import { type ProjectData, projectQuery, projectsQuery, updateProject } from './queries';

/** Name and description of the project. */
export function ProjectSettings() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(projectQuery, { slug: project.slug });
  return (
    <>
      <PageHead
        title="Settings"
        crumbs={[project.crumb]}
        description="How the project is named and described."
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
    </>
  );
}

function SettingsForm({ project, editable }: { readonly project: ProjectData; readonly editable: boolean }) {
  const submit = useSubmit(updateProject, [projectQuery, projectsQuery, shellQuery]);
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const problems = problemsOf(submit.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { projectSlug: project.slug, name, description } },
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
        <ProblemList
          problems={problems.filter(({ place }) => !['name', 'description'].includes(place.parameter ?? ''))}
        />
        {editable ? (
          <Button
            type="submit"
            loading={submit.isPending}
            disabled={name === project.name && description === project.description}
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
