import { describe, expect, it } from '@jest/globals';
import { archive, ods, readWhole, temporaryFile, type XlsxParts, xlsx } from './testing/files.js';

const data = (rows: string) => `<sheetData>${rows}</sheetData>`;

async function readXlsx(parts: XlsxParts, sheet?: string) {
  return readWhole(await temporaryFile('a.xlsx', await xlsx(parts)), sheet);
}

async function cellsOf(cells: string, parts: Omit<XlsxParts, 'sheets'> = {}) {
  const { rows } = await readXlsx({ sheets: { S: data(`<row r="1">${cells}</row>`) }, ...parts });
  return rows[0]?.cells;
}

/** Style 1: a date, 2: date and time, 3: a time, 4: hours that go on, 5: a number in red. */
const styles = `<numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot; days&quot;"/><numFmt numFmtId="166" formatCode="dd\\.mm\\.yyyy hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="166"/><xf numFmtId="21"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>`;

describe('xlsx', () => {
  it('reads every kind of cell', async () => {
    const cells = await cellsOf(
      '<c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> in </t></is></c><c r="C1"><v>1.5</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c><c r="G1" t="str"><f>A1</f><v>b</v></c><c r="H1"><f>1+1</f><v>2</v></c><c r="I1"><v>12345678901234567</v></c>',
      {
        shared:
          '<si><t>a</t></si><si><r><t>rich </t></r><r><t>text_x000D_</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si>',
      },
    );
    expect(cells).toEqual([
      'rich text\r',
      ' in ',
      1.5,
      null,
      true,
      { kind: 'error', code: '#N/A' },
      'b',
      2,
      12345678901234568,
    ]);
  });

  it.each([
    ['1900', '', 1, 59, '1900-02-28'],
    ['1900 after the day that never was', '', 1, 61, '1900-03-01'],
    ['1900 today', '', 1, 46347, '2026-11-21'],
    ['1904', '<workbookPr date1904="1"/>', 1, 44885, '2026-11-21'],
    ['with time', '', 2, 46347.4375, '2026-11-21T10:30:00'],
    ['rounded to the millisecond', '', 2, 45000.1, '2023-03-15T02:24:00'],
  ])('reads dates: %s', async (_, workbookPr, style, serial, iso) => {
    expect(await cellsOf(`<c r="A1" s="${style}"><v>${serial}</v></c>`, { styles, workbookPr })).toEqual([
      { kind: 'date', iso },
    ]);
  });

  it('reads times, durations over a day, and leaves numbers with a unit alone', async () => {
    const cells = await cellsOf(
      '<c r="A1" s="3"><v>0.0625</v></c><c r="B1" s="4"><v>1.25</v></c><c r="C1" s="5"><v>12</v></c><c r="D1" s="1"><v>-3</v></c>',
      { styles },
    );
    expect(cells).toEqual([{ kind: 'time', seconds: 5400 }, { kind: 'time', seconds: 108000 }, 12, -3]);
  });

  it('reads workbooks with macros as if they had none, and all rows whatever dimension a sheet claims', async () => {
    const rows = [1, 2, 3].map((n) => `<row r="${n}"><c r="C${n}"><v>${n}</v></c></row>`).join('');
    const sheets = { S: `<dimension ref="A1:B2"/>${data(rows)}` };
    const parts = { sheets, macros: Buffer.from('d0cf11e0a1b11ae1', 'hex') };
    const read = await readWhole(await temporaryFile('a.xlsm', await xlsx(parts)));
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      [null, null, 1],
      [null, null, 2],
      [null, null, 3],
    ]);
    expect(read.problems).toEqual([]);
  });

  it('lists its sheets with hidden ones, reads the one asked for, and names them when there is none such', async () => {
    const parts: XlsxParts = {
      sheets: {
        One: data('<row r="1"><c r="A1"><v>1</v></c></row>'),
        _meta: data('<row r="3"><c r="B3"><v>2</v></c></row>'),
      },
      hidden: ['_meta'],
    };
    const { file, rows } = await readXlsx(parts, '_meta');
    expect(file.sheets).toEqual([
      { name: 'One', isHidden: false },
      { name: '_meta', isHidden: true },
    ]);
    expect(rows).toEqual([{ number: 3, cells: [null, 2] }]);
    await expect(readXlsx(parts, 'Two')).rejects.toThrow('a.xlsx has no sheet "Two"; it has One, _meta.');
  });

  it('reads merged cells, and rows and cells without places', async () => {
    const { rows, merged } = await readXlsx({
      sheets: {
        S: `${data('<row><c t="inlineStr"><is><t>a</t></is></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>')}<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="AA2:AB3"/></mergeCells>`,
      },
    });
    expect(rows).toEqual([
      { number: 1, cells: ['a', 2] },
      { number: 3, cells: [3] },
    ]);
    expect(merged).toEqual([
      { firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 2 },
      { firstRow: 2, lastRow: 3, firstColumn: 26, lastColumn: 27 },
    ]);
  });

  it('warns of a formula without a value and names its cell', async () => {
    const { rows, problems } = await readXlsx({
      sheets: { S: data('<row r="7"><c r="B7"><f>SUM(A1:A3)</f></c><c r="C7"><v>1</v></c></row>') },
    });
    expect(rows).toEqual([{ number: 7, cells: [null, { kind: 'formula' }, 1] }]);
    expect(problems).toMatchObject([{ code: 'FORMULA_WITHOUT_VALUE', place: { line: 7, column: 'B' } }]);
  });

  it.each([
    ['a row out of order', '<row r="2"/><row r="1"/>', 'row 1 of the sheet S is out of order'],
    [
      'too many columns',
      '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
      'cell ZZZZ1 of the sheet S is out of order',
    ],
    [
      'a text that is missing',
      '<row r="1"><c r="A1" t="s"><v>4</v></c></row>',
      'the text of cell A1 is missing',
    ],
    ['broken XML', '<row r="1"><c></row>', 'unexpected close tag'],
  ])('refuses %s', async (_, rows, message) => {
    await expect(readXlsx({ sheets: { S: data(rows) } })).rejects.toThrow(message);
  });
});

describe('ods', () => {
  const read = async (tables: string, sheet?: string, styles?: string) =>
    readWhole(await temporaryFile('a.ods', await ods(tables, styles)), sheet);

  it('reads every kind of cell, repeated ones, and no notes', async () => {
    const { rows, merged } = await read(
      '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/><text:span>b</text:span></text:p><text:p>c</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,50</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="date" office:date-value="2026-11-21T10:30:00"/><table:table-cell office:value-type="time" office:time-value="PT26H00M01.5S"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/></table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>',
    );
    expect(rows).toEqual([
      {
        number: 1,
        cells: [
          'a  b\nc',
          null,
          1.5,
          null,
          null,
          { kind: 'date', iso: '2026-11-21T10:30:00' },
          { kind: 'time', seconds: 93601.5 },
          true,
        ],
      },
      { number: 2, cells: [7, 7] },
      { number: 3, cells: [7, 7] },
    ]);
    expect(merged).toEqual([{ firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 1 }]);
  });

  it('tells hidden sheets and reads the one asked for', async () => {
    const { file, rows } = await read(
      '<table:table table:name="A"/><table:table table:name="B" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="float" office:value="2"/></table:table-row></table:table>',
      'B',
      '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
    );
    expect(file.sheets).toEqual([
      { name: 'A', isHidden: false },
      { name: 'B', isHidden: true },
    ]);
    expect(rows).toEqual([{ number: 1, cells: [2] }]);
  });
});

describe('files that are no honest sheets', () => {
  const refuse = async (content: string | Uint8Array, name = 'a.xlsx') =>
    readWhole(await temporaryFile(name, content)).then(
      () => 'was read',
      (error: Error) => error.message,
    );

  const compound = (name: string) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(1_000),
      Buffer.from(name, 'utf16le'),
    ]);

  it.each([
    ['nothing', new Uint8Array(), 'is empty'],
    ['an old Excel file', compound('Workbook'), 'a.xlsx is an old Excel file (.xls).'],
    ['a workbook with a password', compound('EncryptedPackage'), 'a.xlsx is protected with a password.'],
    ['a web page called a sheet', Buffer.from(' <html><table><tr><td>1'), 'is a web page, no spreadsheet'],
    ['XML called a sheet', Buffer.from('\ufeff<?xml version="1.0"?><Workbook/>'), 'is XML, no spreadsheet'],
    ['a PDF', Buffer.from('%PDF-1.7 x'), 'is a PDF document'],
    ['a cut archive', Buffer.from('PK\x03\x04 and no more'), 'cannot be read as a spreadsheet'],
  ])('refuses %s', async (_, content, message) => {
    expect(await refuse(content)).toContain(message);
  });

  it.each([
    [
      'texts that cells share',
      'xlsx',
      () =>
        xlsx({
          sheets: { S: data('<row>'.concat('<c t="s"><v>0</v></c>'.repeat(3_000), '</row>')) },
          shared: `<si><t>${'x'.repeat(30_000)}</t></si>`,
        }),
    ],
    [
      'cells that are repeated',
      'ods',
      () =>
        ods(
          '<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="7"/></table:table-row></table:table>',
        ),
    ],
  ])('refuses little in a file that is much in the sheet: %s', async (_, format, write) => {
    expect(await refuse(await write(), `a.${format}`)).toMatch(
      /is refused because its 0\.0 MB hold more than 67\.1 MB of text/,
    );
  });

  it('refuses any other archive', async () => {
    expect(await refuse(await archive({ 'a.txt': 'x' }))).toContain('is an archive, no spreadsheet');
  });

  it('refuses a megabyte that unpacks to four hundred, by its directory alone', async () => {
    const bomb = await archive({
      '[Content_Types].xml': '<Types/>',
      'xl/big.xml': Buffer.alloc(400 * 2 ** 20, 32),
    });
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(await refuse(bomb)).toMatch(/unpack to 419 MB, \d+ times as much/);
  });

  it('refuses a cell of two hundred megabytes by the directory, and one that no directory gives away', async () => {
    const sheetOf = (chars: number) =>
      xlsx({
        sheets: {
          S: data(`<row r="7"><c r="A7" t="inlineStr"><is><t>${'x'.repeat(chars)}</t></is></c></row>`),
        },
      });
    expect(await refuse(await sheetOf(200 * 2 ** 20))).toMatch(/unpack to 210 MB, \d+ times as much/);
    expect(await refuse(await sheetOf(30 * 2 ** 20))).toBe(
      'a.xlsx is refused because row 7 of S holds more than 4,194,304 characters.',
    );
  });

  it('refuses more parts than any workbook has', async () => {
    const parts = Array.from({ length: 10_001 }, (_, index) => [`xl/media/${index}.png`, ''] as const);
    expect(
      await refuse(await archive({ '[Content_Types].xml': '<Types/>', ...Object.fromEntries(parts) })),
    ).toBe('a.xlsx is refused because it has 10002 parts.');
  });

  it('looks for parts in the archive alone, wherever their names lead', async () => {
    const relations = (target: string) =>
      `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="${target}"/></Relationships>`;
    const file = await archive({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relations('../../../../../../etc/passwd'),
      'etc/passwd': '<workbook/>',
    });
    // The archive has a part of this name; what that needs is missing there, and is sought nowhere else.
    expect(await refuse(file)).toBe(
      'a.xlsx cannot be read as a spreadsheet: its part etc/_rels/passwd.rels is missing.',
    );
  });

  it.each([
    ['entities', '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'],
    [
      'files of this machine',
      '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><workbook>&x;</workbook>',
    ],
  ])('expands no entity: %s', async (_, workbook) => {
    const file = await archive({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="w.xml"/></Relationships>',
      '_rels/w.xml.rels': '<Relationships/>',
      'w.xml': workbook,
    });
    expect(await refuse(file)).toContain('it declares a document type');
  });
});
