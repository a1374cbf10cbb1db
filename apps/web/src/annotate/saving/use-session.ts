'use client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { keyOf } from '@/graphql/hooks';
import { annotatedSubjectQuery } from '../queries';
import { openQueue, queueKey } from './queue';
import { sendEntry } from './send';
import { createSession, type Session, type SessionState } from './session';
import type { QueueEntry } from './work';

/** One for each person and project as long as the dashboard is open: going to the next subject stops no saving. */
const sessions = new Map<string, Session>();

/** The session of a person in a project, with its state. */
export function useSession(slug: string, userId: string): readonly [Session, SessionState] {
  const client = useQueryClient();
  const session = useMemo(() => sessionFor(slug, userId, client), [slug, userId, client]);
  useEffect(() => {
    const { wake, look } = session.saver;
    wake();
    window.addEventListener('online', wake);
    window.addEventListener('storage', look);
    return () => {
      window.removeEventListener('online', wake);
      window.removeEventListener('storage', look);
    };
  }, [session]);
  return [session, useSyncExternalStore(session.subscribe, session.state, session.state)];
}

function sessionFor(slug: string, userId: string, client: QueryClient): Session {
  const key = queueKey(userId, slug);
  const known = sessions.get(key);
  if (known) return known;
  const made = createSession({
    queue: openQueue(window.localStorage, key),
    send: (entry) => sendAndLook(slug, entry, client),
    exclusively: (work) => inTurn(key, work),
    newId: () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`,
    nowMs: () => Date.now(),
  });
  sessions.set(key, made);
  return made;
}

/** Browsers have locks on encrypted or local addresses only; elsewhere a second page may send once more, which changes nothing. */
function inTurn(key: string, work: () => Promise<void>): Promise<void> {
  return 'locks' in navigator ? navigator.locks.request(key, work) : work();
}

/** An entry counts as saved once the page has what the server made of it, so that nothing flickers in between. */
async function sendAndLook(slug: string, entry: QueueEntry, client: QueryClient) {
  const outcome = await sendEntry(slug, entry);
  if (outcome.type !== 'away') await client.refetchQueries({ queryKey: keyOf(annotatedSubjectQuery) });
  return outcome;
}
