import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');

it("keeps the dashboard's types equal to the committed schema (mend with: npm run generate)", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-generated-'));
  try {
    const output = path.join(folder, 'schema.gen.d.ts');
    const command = path.join(root, 'node_modules/.bin/gql.tada');
    execFileSync(command, ['generate-output', '--output', output], {
      cwd: path.join(root, 'apps/web'),
      stdio: 'pipe',
    });
    const committed = readFileSync(path.join(root, 'apps/web/src/graphql/schema.gen.d.ts'), 'utf8');
    expect(readFileSync(output, 'utf8') === committed ? 'up to date' : 'out of date').toBe('up to date');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
