import type { OptionSpecs } from '../arguments.js';
import { requireToken } from '../env.js';
import { connect, type ServerClient } from './client.js';

const defaultServer = 'http://localhost:3000';

/** Options of every verb that talks to a server. */
export const serverOptions = {
  server: {
    type: 'string',
    placeholder: 'url',
    help: `Address of the server (default ${defaultServer}); the access token comes from BATCHYARD_TOKEN`,
  },
} as const satisfies OptionSpecs;

/** @throws UsageError without a token or with an address that is none */
export function connectTo(server: string | undefined): ServerClient {
  return connect(server ?? defaultServer, requireToken());
}
