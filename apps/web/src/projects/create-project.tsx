'use client';
import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { shellQuery } from '@/shell/queries';
import { createProject, projectsQuery } from './queries';
import { slugOf } from './slug';

/** Name, address and description of a new project; opens it when it is made. */
export function CreateProjectForm() {
  const router = useRouter();
  const submit = useSubmit(createProject, [projectsQuery, shellQuery]);
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const slug = ownSlug ?? slugOf(name);
  const problems = problemsOf(submit.error);
  const placed = problems.filter(({ place }) =>
    ['slug', 'name', 'description'].includes(place.parameter ?? ''),
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { slug, name, description } },
      {
        onSuccess: ({ createProject: made }) => made.project && router.push(`/projects/${made.project.slug}`),
      },
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
          required
          data-autofocus
        />
        <TextInput
          label="Address"
          description={`Lower-case letters, digits and hyphens. Pages will be at /projects/${slug || '…'}`}
          value={slug}
          onChange={(event) => setOwnSlug(event.currentTarget.value)}
          error={fieldMessage(problems, 'slug')}
          required
        />
        <Textarea
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={fieldMessage(problems, 'description')}
          autosize
          minRows={2}
        />
        <ProblemList problems={problems.filter((problem) => !placed.includes(problem))} />
        <Button type="submit" loading={submit.isPending}>
          Create project
        </Button>
      </Stack>
    </form>
  );
}
