import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { schemaText } from './schema.js';

it('is the committed schema; after a change run: npm run schema -w apps/api', async () => {
  const committed = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(await schemaText()).toBe(committed);
});
