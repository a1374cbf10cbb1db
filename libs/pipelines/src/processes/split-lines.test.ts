import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import { maxLineChars, splitLines } from './split-lines.js';

async function split(...chunks: (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  splitLines(stream, (text) => lines.push(text));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream);
  return lines;
}

describe('splitLines', () => {
  it.each<[string, (string | Buffer)[], string[]]>([
    ['whole lines', ['a\nb\n'], ['a', 'b']],
    ['lines over several chunks', ['a', 'b\nc', '\n'], ['ab', 'c']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['empty lines', ['\n\na\n'], ['', '', 'a']],
    ['line ends of Windows', ['a\r\nb\r\n'], ['a', 'b']],
    ['a character cut in two', [Buffer.from([0xc3]), Buffer.from([0xa4, 0x0a])], ['ä']],
    ['bytes that are no text', [Buffer.from([0xff, 0x0a])], ['\uFFFD']],
    ['nothing', [], []],
  ])('%s', async (_what, chunks, lines) => {
    expect(await split(...chunks)).toEqual(lines);
  });

  it('cuts a flood without line ends and goes on with the next line', async () => {
    const [long, next] = await split('x'.repeat(maxLineChars), 'y'.repeat(1_000), '\nnext\n');
    expect(long).toBe(`${'x'.repeat(maxLineChars)} … (line cut)`);
    expect(next).toBe('next');
  });
});
