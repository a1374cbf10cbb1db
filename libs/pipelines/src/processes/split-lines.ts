import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Longer lines are cut, so that a flood without line ends cannot fill the memory. */
export const maxLineChars = 65_536;

/** Calls back for each line of a stream, bad UTF-8 replaced, over-long lines cut and marked. */
export function splitLines(stream: Readable, onLine: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isCut = false;
  const finishLine = () => {
    onLine(isCut ? `${rest} … (line cut)` : rest.replace(/\r$/, ''));
    rest = '';
    isCut = false;
  };
  const add = (text: string) => {
    const space = maxLineChars - rest.length;
    isCut ||= text.length > space;
    rest += text.slice(0, Math.max(0, space));
  };
  stream.on('data', (chunk: Buffer) => {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    add(first);
    for (const text of others) {
      finishLine();
      add(text);
    }
  });
  stream.on('end', () => {
    if (rest !== '') finishLine();
  });
}
