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

  /** @param read throws NotFound when the caller may not, or no longer, see the subject */
  watch<Value>(
    identity: Identity,
    subject: ChangeSubject,
    read: (caller: Identity) => Promise<Value>,
  ): AsyncIterableIterator<Event<Value>> {
    return watch(
      (changed) => this.persistence.changes.subscribe(subject, changed),
      async () => read(await this.stillSignedIn(identity)),
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
