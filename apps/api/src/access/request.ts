import type { Request } from 'express';
import type { Identity } from './identity.js';

/** A request after the identity middleware. */
export interface ApiRequest extends Request {
  /** null: nobody is signed in. */
  identity: Identity | null;
}
