import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { ImportField } from '@batchyard/domain';
import { expect, it } from '@jest/globals';
import { openDrafts } from '../archives/drafts.js';
import { openParts } from '../sheets/parts.js';
import { importTemplate } from './template.js';

const field = (name: string, more: Partial<ImportField>): ImportField => ({
  name,
  title: name,
  description: 'What it is',
  type: { kind: 'text' },
  unit: null,
  isRequired: false,
  aliases: [],
  example: '',
  ...more,
});

async function firstSheetOf(fields: readonly ImportField[]): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-template-'));
  const drafts = await openDrafts();
  try {
    const template = { title: 'Template', modifiedAt: new Date(0), fields, known: new Map(), examples: [] };
    const chunks: Buffer[] = [];
    for await (const chunk of importTemplate(template, drafts)) chunks.push(chunk);
    const file = path.join(folder, 'template.xlsx');
    await writeFile(file, Buffer.concat(chunks));
    const parts = await openParts(file, 'template.xlsx');
    try {
      return await text(parts.read('xl/worksheets/sheet1.xml'));
    } finally {
      await parts.close();
    }
  } finally {
    await drafts.remove();
    await rm(folder, { recursive: true });
  }
}

it('says beside each cell what belongs there, and refuses what does not', async () => {
  const sheet = await firstSheetOf([
    field('notes', { title: 'Notes "& more"' }),
    field('water_level', {
      title: 'Water level at the time of the recording',
      description: `${'Measured at the gauge. '.repeat(20)}`,
      type: { kind: 'number', min: 0 },
      unit: 'm',
      isRequired: true,
    }),
  ]);
  const rules = sheet.match(/<dataValidation .*?(\/>|<\/dataValidation>)/gs) ?? [];
  expect(rules).toHaveLength(2);
  expect(rules[0]).toContain(
    'promptTitle="Notes &quot;&amp; more&quot;" prompt="What it is. Expected a text."',
  );
  expect(rules[0]).not.toContain('type=');
  expect(rules[1]).toContain('type="decimal"');
  expect(rules[1]).toContain('error="Expected a number in m, at least 0."');
  const [, title = '', prompt = ''] = /promptTitle="([^"]*)" prompt="([^"]*)"/.exec(rules[1] ?? '') ?? [];
  expect([title.length, prompt.length]).toEqual([32, 255]);
});
