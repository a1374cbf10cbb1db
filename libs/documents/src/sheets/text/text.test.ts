import { describe, expect, it } from '@jest/globals';
import { readWhole, temporaryFile } from '../testing/files.js';

async function read(content: string | Uint8Array, name = 'a.csv', layout = {}) {
  const { rows, file } = await readWhole(await temporaryFile(name, content), undefined, layout);
  return { text: file.text, rows: rows.map(({ number, cells }) => [number, ...cells]) };
}

const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('delimited text', () => {
  it.each([
    ['comma', 'a,b,c\n1,2,3\n', ','],
    ['semicolon with decimal commas', 'a;b\n1,5;2,5\n1,25;3,0\n', ';'],
    ['tab in a file called .csv', 'a\tb\n1,5\t2\n', '\t'],
    ['bar', 'a|b|c\n1|2|3', '|'],
    ['comma within quotes', '"a,x";b\n"c,y,z";d\n', ';'],
    ['a title line before the table', 'Plate 3\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n', ','],
  ])('finds its delimiter: %s', async (_, content, delimiter) => {
    expect((await read(content)).text?.delimiter).toBe(delimiter);
  });

  it.each([
    ['UTF-8', Buffer.from('größe,µm\n1,2'), 'utf-8'],
    ['UTF-8 with mark', Buffer.from('\uFEFFgröße,µm\n1,2'), 'utf-8'],
    ['UTF-16 with mark', utf16('\uFEFFgröße,µm\n1,2', false), 'utf-16le'],
    ['UTF-16 without mark', utf16('größe,µm\n1,2', false), 'utf-16le'],
    ['UTF-16 big endian', utf16('\uFEFFgröße,µm\n1,2', true), 'utf-16be'],
    ['Windows-1252', Buffer.from('größe,µm\n1,2', 'latin1'), 'windows-1252'],
  ])('finds its encoding: %s', async (_, content, encoding) => {
    const { text, rows } = await read(content);
    expect(text?.encoding).toBe(encoding);
    expect(rows).toEqual([
      [1, 'größe', 'µm'],
      [2, '1', '2'],
    ]);
  });

  it('finds its encoding where the first letter beyond ASCII stands far below', async () => {
    const plain = 'name,note\n'.padEnd(200_000, 'plain,text\n');
    const last = async (content: Buffer) => (await read(content)).rows.at(-1)?.at(-1);
    expect(await last(Buffer.from(`${plain}x,größe`, 'latin1'))).toBe('größe');
    expect(await last(Buffer.from(`${plain}x,größe`))).toBe('größe');
  });

  it('ends lines at carriage returns where there is nothing else', async () => {
    const { text, rows } = await read('id;note\r007;"a\rb"\r\r8;1,5\r');
    expect(text?.delimiter).toBe(';');
    expect(rows).toEqual([
      [1, 'id', 'note'],
      [2, '007', 'a\nb'],
      [5, '8', '1,5'],
    ]);
  });

  it('keeps quotes, line ends within cells, blanks and the lines in which rows begin', async () => {
    const { rows } = await read('id,note\r\n007,"a ""b""\nc"\r\n\r\n,\r\n 8 ,x"y\r\n9');
    expect(rows).toEqual([
      [1, 'id', 'note'],
      [2, '007', 'a "b"\nc'],
      [6, ' 8 ', 'x"y'],
      [7, '9'],
    ]);
  });

  it('reads the same however the file is cut into pieces', async () => {
    const lines = Array.from({ length: 9_000 }, (_, index) => `${index},"t""${index}\n",é${index}`);
    const { rows } = await read(`${lines.join('\r\n')}\r\n`);
    expect(rows).toEqual(
      lines.map((_, index) => [2 * index + 1, String(index), `t"${index}\n`, `é${index}`]),
    );
  });

  it('takes the word of who knows better', async () => {
    const { rows } = await read('a;b\n1,5;2', 'a.csv', { delimiter: ',', encoding: 'utf-8' });
    expect(rows).toEqual([
      [1, 'a;b'],
      [2, '1', '5;2'],
    ]);
  });

  it('names the line of a quote that is not closed', async () => {
    await expect(read('a,b\n1,"2\n3,4\n')).rejects.toThrow(
      'a.csv, line 2 begins a quoted cell that is not closed before the end of the file.',
    );
  });
});
