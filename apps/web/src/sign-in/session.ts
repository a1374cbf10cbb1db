/** Sign-in and sign-out over plain HTTP; the API sets and clears the session cookie. */

export type SignInResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

async function post(path: string, body: unknown): Promise<SignInResult> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Batchyard-Request': '1' },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, message: 'Batchyard does not answer. Is it running, and are you online?' };
  }
  if (response.ok) return { ok: true };
  return { ok: false, message: await messageOf(response) };
}

async function messageOf(response: Response): Promise<string> {
  if (response.status === 502) return 'Batchyard is starting. Try again in a few seconds.';
  if (response.status === 429) return 'Too many attempts. Wait a minute, then try again.';
  const body: unknown = await response.json().catch(() => null);
  const message = (body as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : 'Signing in failed.';
}

/** Uses up a one-time link's token. */
export function signInWithLink(token: string): Promise<SignInResult> {
  return post('/auth/link', { token });
}

export function signInWithPassword(email: string, password: string): Promise<SignInResult> {
  return post('/auth/password', { email, password });
}

export function signOut(): Promise<SignInResult> {
  return post('/auth/sign-out', {});
}

/** Where to go after signing in: only addresses of this site count, everything else leads home. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
