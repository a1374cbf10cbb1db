/** One service for all suites of this folder that are run together: starting it takes longer than most of them. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Client, type Service, startTestService } from '../../testing/service.js';

/** Rows of one sheet that the service takes. */
export const maxImportRows = 6_000;

export let service: Service;
export let alice: Client;

beforeAll(async () => {
  service = await startTestService({ maxImportRows });
  alice = await service.signIn('alice');
});
afterAll(() => service.stop());
