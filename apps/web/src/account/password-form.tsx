'use client';
import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FormEvent } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { accountQuery, setPassword } from './queries';

const ownFields = ['currentPassword', 'newPassword'];

/** Sets the first password or changes it. */
export function PasswordForm({ hasPassword }: { readonly hasPassword: boolean }) {
  const submit = useSubmit(setPassword, [accountQuery]);
  const problems = problemsOf(submit.error);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const currentPassword = hasPassword ? String(form.get('currentPassword')) : null;
    submit.mutate(
      { input: { currentPassword, newPassword: String(form.get('newPassword')) } },
      {
        onSuccess: () => {
          element.reset();
          notifications.show({ message: 'The password is set.' });
        },
      },
    );
  };
  return (
    <Panel title="Password">
      <form onSubmit={send}>
        <Stack gap="sm" maw={380}>
          {!hasPassword && (
            <Text size="sm" c="dimmed">
              You signed in by a one-time link. Set a password so that you can come back without one.
            </Text>
          )}
          {hasPassword && (
            <PasswordInput
              name="currentPassword"
              label="Current password"
              autoComplete="current-password"
              error={fieldMessage(problems, 'currentPassword')}
              required
            />
          )}
          <PasswordInput
            name="newPassword"
            label="New password"
            description="12 to 200 characters. Several unrelated words are hard to guess and easy to remember."
            autoComplete="new-password"
            error={fieldMessage(problems, 'newPassword')}
            required
          />
          <ProblemList
            problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))}
          />
          <Button type="submit" loading={submit.isPending} style={{ alignSelf: 'flex-start' }}>
            {hasPassword ? 'Change password' : 'Set password'}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
