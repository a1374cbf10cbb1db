'use client';
import {
  Alert,
  Button,
  Code,
  Container,
  Loader,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import Image from 'next/image';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type SignInResult, signInWithLink, signInWithPassword } from './session';

export interface SignInProps {
  /** Token of a one-time link; it is used up as soon as the page opens. */
  readonly token: string | null;
  /** Address on this site to go to afterwards. */
  readonly next: string;
}

/** One-time link or e-mail and password. */
export function SignIn({ token, next }: SignInProps) {
  const [message, setMessage] = useState<string | null>(null);
  const [busy, setBusy] = useState(token !== null);
  const finish = (result: SignInResult) => {
    // A full load, so that nothing of an earlier visitor stays in memory.
    if (result.ok) window.location.replace(next);
    else {
      setMessage(result.message);
      setBusy(false);
    }
  };
  useLinkOnce(token, finish);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setMessage(null);
    finish(await signInWithPassword(String(form.get('email')), String(form.get('password'))));
  };
  return (
    <Container component="main" size={420} py={{ base: 40, sm: 96 }}>
      <title>Sign in · Batchyard</title>
      <Stack align="center" gap="xs" mb="lg">
        <Image src="/icon.svg" alt="" width={44} height={44} unoptimized />
        <Title order={1}>Sign in to Batchyard</Title>
      </Stack>
      <Paper withBorder p="lg" bg="var(--surface)">
        {token !== null && busy ? (
          <Stack align="center" gap="xs" py="lg" role="status">
            <Loader size="sm" />
            <Text size="sm">Signing in with your link…</Text>
          </Stack>
        ) : (
          <form onSubmit={submit}>
            <Stack gap="md">
              {message && (
                <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
                  {message}
                </Alert>
              )}
              <TextInput name="email" type="email" label="E-mail" autoComplete="username" required />
              <PasswordInput name="password" label="Password" autoComplete="current-password" required />
              <Button type="submit" loading={busy}>
                Sign in
              </Button>
            </Stack>
          </form>
        )}
      </Paper>
      <Text size="sm" c="dimmed" mt="md">
        No password yet? Batchyard prints a one-time sign-in link in the terminal where it was started (
        <Code>npm start</Code>). An administrator can also make a link for you under “People and workers”.
      </Text>
    </Container>
  );
}

/** Posts the token once, also where React runs effects twice: a second use would be refused. */
function useLinkOnce(token: string | null, finish: (result: SignInResult) => void): void {
  const used = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token is used exactly once
  useEffect(() => {
    if (token === null || used.current) return;
    used.current = true;
    window.history.replaceState(null, '', '/sign-in');
    signInWithLink(token).then(finish);
  }, [token]);
}
