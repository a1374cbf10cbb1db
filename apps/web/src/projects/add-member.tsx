'use client';
import type { ProjectRole } from '@batchyard/domain';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage, problemsAt } from '@/problems/problems';
import { useCurrentProject } from './project-frame';
import { projectQuery, setProjectMember } from './queries';
import { roleOptions } from './roles';

/** Adds somebody who has an account, by e-mail. */
export function AddMember() {
  const project = useCurrentProject();
  const submit = useSubmit(setProjectMember, [projectQuery]);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<ProjectRole>('editor');
  const problems = problemsOf(submit.error);
  const placed = problemsAt(problems, 'email');
  const add = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { projectSlug: project.slug, email: email.trim(), role } },
      { onSuccess: () => setEmail('') },
    );
  };
  return (
    <form onSubmit={add}>
      <Stack gap="sm">
        <Group align="flex-start" gap="sm">
          <TextInput
            type="email"
            label="E-mail"
            description="Of somebody who has an account on this installation."
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldMessage(problems, 'email')}
            required
            flex="1 1 260px"
            maw={460}
          />
          <Select
            label="Role"
            data={roleOptions}
            value={role}
            onChange={(value) => setRole((value ?? 'editor') as ProjectRole)}
            allowDeselect={false}
            w={150}
          />
          <Button type="submit" loading={submit.isPending} mt={25}>
            Add
          </Button>
        </Group>
        <ProblemList problems={problems.filter((problem) => !placed.includes(problem))} />
      </Stack>
    </form>
  );
}
