/** Slows down guessing of passwords, by account and not by where the tries come from. */
import type { Session } from '../database/session.js';

/** Whether a password may be tried now, or in how many seconds. */
export type TryAllowance =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterS: number };

/** Tries on one account that cost no waiting. */
const freeTries = 5;
/** The waiting doubles with each further try, up to this. */
const maxWaitS = 900;

/** Seconds that must pass after a try before the next one; `f` is the account's row. */
const waitS = `case when f.failures < ${freeTries} then 0 else least(${maxWaitS}, 2 ^ least(f.failures - ${freeTries}, 20)) end`;

/**
 * Counts a try before the password is looked at, so that many tries at once cannot pass together. By the address
 * as given: whether there is such an account makes no difference.
 */
export async function countTry(session: Session, email: string): Promise<TryAllowance> {
  const counted = await session.query(
    `insert into sign_in_failure as f (email, failures) values ($1, 1)
     on conflict (email) do update set last_at = clock_timestamp(),
       failures = case when f.last_at < clock_timestamp() - interval '1 day' then 1 else f.failures + 1 end
     where f.last_at + (${waitS}) * interval '1 s' <= clock_timestamp() returning 1`,
    [email],
  );
  if (counted.length > 0) return { allowed: true };
  const [row] = await session.query<{ retryAfterS: number }>(
    `select ceil(extract(epoch from f.last_at + (${waitS}) * interval '1 s' - clock_timestamp()))::int as "retryAfterS"
     from sign_in_failure f where f.email = $1`,
    [email],
  );
  return { allowed: false, retryAfterS: Math.max(1, row?.retryAfterS ?? 1) };
}
