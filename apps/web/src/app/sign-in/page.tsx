import { safeNext } from '@/sign-in/session';
import { SignIn } from '@/sign-in/sign-in';

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly token?: string; readonly next?: string }>;
}) {
  const { token, next } = await searchParams;
  return <SignIn token={token ?? null} next={safeNext(next ?? null)} />;
}
