import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SpectrumEncoding } from '../spectrum.js';
import { sourceOf } from '../testing/byte-source.js';
import { decodeText } from './decode.js';
import { openLargeText } from './large-text.js';
import { splitLines } from './lines.js';
import { ProblemList } from './problem-list.js';
import { readLargeSpectrum, readSpectrum } from './read-spectrum.js';

const encode: Record<SpectrumEncoding, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
};

describe('S1-57 a text read in blocks', () => {
  it('has the lines of the text as a whole, in every encoding, with any line ends', () => {
    const piece = fc.constantFrom('\n', '\r\n', '\r', '1.5,0.2', 'µ', 'x', ' ', '');
    const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((pieces) => `a${pieces.join('')}`);
    const encodings = fc.constantFrom<SpectrumEncoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252');
    fc.assert(
      fc.property(text, encodings, fc.integer({ min: 1, max: 20 }), (whole, encoding, half) => {
        const bytes = encode[encoding](whole);
        const lines = openLargeText(sourceOf(bytes), new ProblemList('a'), encoding, 2 * half)!.lines;
        const expected = splitLines(whole);
        expect([...lines]).toEqual(expected);
        expect(lines.length).toBe(expected.length);
        expect(lines.slice(-3)).toEqual(expected.slice(-3));
        for (const index of [expected.length - 1, 0, expected.length >> 1]) {
          expect(lines.at(index)).toBe(expected[index]);
        }
      }),
    );
  });

  it.each([
    ['UTF-8', 'x;y\n', 'µ;1\n', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', '\ufeffx;y\n', 'µ;1\n', (text: string) => Buffer.from(text)],
    [
      'Windows-1252 that shows itself late',
      'x;y\n',
      '\u00b5;1\n',
      (text: string) => Buffer.from(text, 'latin1'),
    ],
    ['UTF-16 with a mark', '\ufeffx;y\n', 'µ;1\n', (text: string) => Buffer.from(text, 'utf16le')],
  ])('is decoded like the whole: %s', (_what, head, tail, bytesOf) => {
    const bytes = bytesOf(head + '1;2\n'.repeat(500) + tail);
    const whole = decodeText(bytes, new ProblemList('a'))!;
    const {
      text: _head,
      lines,
      ...found
    } = openLargeText(sourceOf(bytes), new ProblemList('a'), undefined, 512)!;
    expect({ text: [...lines].join('\n'), ...found }).toEqual(whole);
  });

  it('gives every spectrum, structure and problem as a text read whole', () => {
    const folder = path.resolve(import.meta.dirname, '../../../../../docs/examples/spectral-comparison');
    const names = readdirSync(folder).filter((name) => /\.(csv|txt|tsv|dx)$/.test(name));
    expect(names.length).toBeGreaterThan(3);
    const texts: [string, Buffer][] = [
      ...names.map((name): [string, Buffer] => [name, readFileSync(path.join(folder, name))]),
      ['nothing.csv', Buffer.from('a\nb\n'.repeat(40))],
      ['one-column.csv', Buffer.from('1.5\n2.5\n'.repeat(40))],
      ['commas.csv', Buffer.from(`x,y\n${'4000,00,0,0321\n3999,50,0,0322\n'.repeat(40)}`)],
      ['page.csv', Buffer.from(`<!doctype html>\n${'<p>no</p>\n'.repeat(40)}`)],
      ['binary.csv', Buffer.from([0x50, 0x4b, 0x03, 0x04, ...new Array(400).fill(7)])],
      [
        'wide.csv',
        Buffer.from(
          ['x', 'a', 'b']
            .map((n) => [n, ...Array.from({ length: 60 }, (_, i) => 400 + i)].join(';'))
            .join('\n'),
        ),
      ],
    ];
    for (const [name, bytes] of texts) {
      expect(readLargeSpectrum(sourceOf(bytes), name, {}, 128)).toEqual(readSpectrum(bytes, name));
    }
  });
});
