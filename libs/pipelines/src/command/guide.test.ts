/** The guide says what is true: its definition is one, its fields and messages are those that exist. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { commandSchema } from './definition.js';
import { inlineFiles } from './inline-files.js';
import { readProtocolLine } from './protocol.js';
import { readCommandDefinition } from './read-definition.js';

const guide = readFileSync(
  path.resolve(import.meta.dirname, '../../../../docs/command-pipelines.md'),
  'utf8',
);
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

it('shows definitions that are accepted', () => {
  const [whole = '', , metrics = ''] = blocks('yaml');
  expect(
    readCommandDefinition(
      inlineFiles(whole, () => 'print(1)\n'),
      'fit.yaml',
    ).problems,
  ).toEqual([]);
  const text = `name: x\nversion: "1.0.0"\ntitle: X\ncommand: [x]\n${metrics}`;
  expect(readCommandDefinition(text, 'x.yaml').problems).toEqual([]);
});

it('names all fields of a definition', () => {
  const table = guide.slice(guide.indexOf('## The definition'), guide.indexOf('### Placeholders'));
  const named = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(Object.keys(commandSchema.shape).sort());
});

it('shows messages that are understood', () => {
  const table = guide.slice(
    guide.indexOf('## What the program may print'),
    guide.indexOf('What is not understood'),
  );
  const lines = [...table.matchAll(/^\| `(\{.+?\})` \|/gm)].map(([, line = '']) => line);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const read = readProtocolLine(line);
    expect({ line, misunderstood: read?.misunderstood }).toEqual({ line, misunderstood: [] });
    expect(read?.messages.length).toBeGreaterThan(0);
  }
});
