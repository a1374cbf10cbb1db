import { describe, expect, it } from '@jest/globals';
import { openDrafts } from '../archives/drafts.js';
import { openParts } from '../sheets/parts.js';
import { readWhole, temporaryFile, xlsx } from '../sheets/testing/files.js';
import type { AddedColumns } from './add-columns.js';
import { resultsText, resultsWorkbook } from './results-sheet.js';

const added: AddedColumns = {
  headerRow: 2,
  headings: ['State', 'Discharge (m³/s)'],
  rows: new Map([
    [3, ['succeeded', 1.25]],
    [5, ['=1+1', null]],
  ]),
};

const rows = `<dimension ref="A1:C5"/><cols><col min="1" max="1" width="33" customWidth="1"/></cols><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Videos of May</t></is></c></row>
<row r="2" spans="1:3" ht="30"><c r="A2" s="4" t="inlineStr"><is><t>id</t></is></c><c r="B2" s="4" t="inlineStr"><is><t>level</t></is></c></row>
<row r="3" spans="1:3"><c r="A3" s="1" t="inlineStr"><is><t>007</t></is></c><c r="B3" s="2"><v>1.5</v></c></row>
<row r="4"/>
<row r="5"><c r="A5" t="inlineStr"><is><t>arrow> 008</t></is></c><c r="B5"><f>B3*2</f><v>3</v></c><c r="C5" s="3"/></row>
</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>`;

async function written(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function textOf(file: string, part: string): Promise<string> {
  const parts = await openParts(file, 'x.xlsx');
  const chunks: Uint8Array[] = [];
  for await (const chunk of parts.read(part)) chunks.push(chunk);
  await parts.close();
  return Buffer.concat(chunks).toString();
}

describe('results beside the rows of somebody’s own sheet', () => {
  it('are added to the right of every cell, and nothing else in the workbook changes', async () => {
    const path = await temporaryFile('a.xlsx', await xlsx({ sheets: { May: rows, Other: '<sheetData/>' } }));
    const drafts = await openDrafts();
    const bytes = await written(resultsWorkbook({ path, name: 'a.xlsx', sheet: 'May' }, added, drafts));
    await drafts.remove();
    const result = await temporaryFile('b.xlsx', bytes);
    const { rows: read } = await readWhole(result, 'May');
    expect(read.map(({ number, cells }) => [number, cells])).toEqual([
      [1, ['Videos of May']],
      [2, ['id', 'level', null, 'State', 'Discharge (m³/s)']],
      [3, ['007', 1.5, null, 'succeeded', 1.25]],
      [5, ['arrow> 008', 3, null, '=1+1']],
    ]);
    const [before, after] = [
      await textOf(path, 'xl/worksheets/sheet1.xml'),
      await textOf(result, 'xl/worksheets/sheet1.xml'),
    ];
    // Without what was added, the part is as it was, but for the two hints about its size.
    const without = after.replace(/<c (?:s="\d+" )?r="[DE]\d+".*?<\/c>/g, '');
    expect(without).toBe(before.replace('<dimension ref="A1:C5"/>', '').replaceAll(' spans="1:3"', ''));
    expect(after).toContain('<c s="4" r="D2"');
    expect(await textOf(result, 'xl/worksheets/sheet2.xml')).toBe(
      await textOf(path, 'xl/worksheets/sheet2.xml'),
    );
  });

  it('keep the prefix that another program gave its elements', async () => {
    const other = rows.replace(/<(\/?)(\w)/g, '<$1x:$2');
    const path = await temporaryFile('a.xlsx', await xlsx({ sheets: { May: other } }));
    const drafts = await openDrafts();
    await written(resultsWorkbook({ path, name: 'a.xlsx', sheet: 'May' }, added, drafts)).then(
      async (bytes) => {
        const after = await textOf(await temporaryFile('b.xlsx', bytes), 'xl/worksheets/sheet1.xml');
        expect(after).toContain('<x:c r="E3"><x:v>1.25</x:v></x:c></x:row>');
      },
    );
    await drafts.remove();
  });

  it('are columns of a text file, with its delimiter and decimal sign', async () => {
    const path = await temporaryFile('a.csv', 'Videos\nid;level\n007;1,5\n"a;b"\n008;3,0;x\n');
    const text = await written(resultsText({ path, name: 'a.csv', layout: {}, decimal: ',' }, added));
    expect(text.toString()).toBe(
      '\uFEFFVideos;;\r\nid;level;;State;Discharge (m³/s)\r\n007;1,5;;succeeded;1,25\r\n"a;b";;\r\n008;3,0;x;\'=1+1;\r\n',
    );
  });
});
