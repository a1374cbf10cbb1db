import type { ChangeSubject } from '@batchyard/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { type Event, watch } from '../graphql/watch.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Unauthenticated } from './errors.js';
import type { Identity } from './identity.js';

/** Subscriptions that end as soon as their caller may no longer see what they watch. */
@Injectable()
export class Watcher {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  /**
   * @param read throws NotFound when the caller may not, or no longer, see the subject; `readAgain` asks for another
   * event at once
   * @param everyMs read at least so often, for what is not announced as a change of the subject
   */
  watch<Value>(
    identity: Identity,
    subject: ChangeSubject,
    read: (caller: Identity, readAgain: () => void) => Promise<Value>,
    everyMs: number | null = null,
  ): AsyncIterableIterator<Event<Value>> {
    let readAgain: () => void = () => undefined;
    return watch(
      (changed) => {
        readAgain = changed;
        const unsubscribe = this.persistence.changes.subscribe(subject, changed);
        const timer = everyMs === null ? undefined : setInterval(changed, everyMs);
        return () => {
          clearInterval(timer);
          unsubscribe();
        };
      },
      async () => read(await this.stillSignedIn(identity), () => readAgain()),
    );
  }

  /** The identity as it is now: a sign-in may have ended and rights may have changed since the last event. */
  private async stillSignedIn(identity: Identity): Promise<Identity> {
    const { credential } = identity;
    const caller =
      credential.kind === 'session'
        ? await this.persistence.signIns.sessionCaller(credential.sessionId)
        : await this.persistence.accessTokens.tokenCaller(credential.tokenId);
    if (caller === null) throw new Unauthenticated();
    return { ...caller, credential };
  }
}
