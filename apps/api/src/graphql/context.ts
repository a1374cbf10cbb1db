import type { Persistence } from '@batchyard/persistence';
import type { Identity } from '../access/identity.js';
import { createLoaders, type Loaders } from './loaders.js';

/** What every resolver of one operation shares. */
export interface OperationContext {
  /** null: nobody is signed in. */
  readonly identity: Identity | null;
  readonly loaders: Loaders;
}

/** Sees nothing; no rule lets it get as far as a loader. */
const nobody = { userId: '0', isAdministrator: false };

export function createContext(persistence: Persistence, identity: Identity | null): OperationContext {
  return { identity, loaders: createLoaders(persistence, identity ?? nobody) };
}
