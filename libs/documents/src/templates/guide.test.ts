import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { readDescription } from './read-description.js';

it('the file in the guide is one that is taken', () => {
  const guide = readFileSync(new URL('../../../../docs/templates.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(readDescription(yaml, 'guide.yaml')).toMatchObject({ problems: [], template: { name: 'Old weir' } });
});
