import { UserError } from '@batchyard/domain';

/** Nobody is signed in, or no longer. */
export class Unauthenticated extends UserError {
  constructor(message = 'You are not signed in, or your sign-in has expired.') {
    super('UNAUTHENTICATED', message);
    this.name = 'Unauthenticated';
  }
}

/** The caller sees the thing but may not do this with it. */
export class Forbidden extends UserError {
  constructor(message: string) {
    super('FORBIDDEN', message);
    this.name = 'Forbidden';
  }
}
