import type { ApolloServerPlugin } from '@apollo/server';
import { limitError } from './limits.js';

/** Refuses an operation beyond the limits before any resolver runs. */
export const limitsPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operationName, request }) {
        const error = limitError(schema, document, operationName, request.variables ?? {});
        if (error !== null) throw error;
      },
    };
  },
};
