import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../execution/random.js';
import { normaliseAll } from '../normalising/normalise.js';
import { comma, lines, truth, utf8, utf16 } from '../testing/truth.js';
import { readSpectrum } from './read-spectrum.js';

const t = truth(60);
const seeds: readonly Uint8Array[] = [
  utf8(`# remark\nWavenumber (cm-1),Absorbance\n${lines(t, (x, y) => `${x},${y}`)}\nend`),
  utf8(`Wellenzahl;Durchlässigkeit [%]\n${lines(t, (x, y) => `${comma(x, 2)};${comma(y, 4)}`)}`),
  utf8(`a b c\n${lines(t, (x, y) => `${x} ${y} N/A`)}`),
  utf8(`s,${t.x.join(',')}\n1,${t.y.join(',')}\n2,${t.y.join(',')}`),
  utf16(`x\ty\n${lines(t, (x, y) => `${x}\t${y}`)}`, 'le', 'marked'),
  utf8(
    `##TITLE=a\n##JCAMP-DX=4.24\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n##FIRSTX=4000\n##LASTX=400\n##NPOINTS=60\n##YFACTOR=1E-6\n##XYDATA=(X++(Y..Y))\n${lines(t, (x, y, i) => (i % 5 === 0 ? `${x}A${Math.round(y * 1e6)}%JkT` : ''))}\n##END=`,
  ),
];
const pieces = [
  '\n',
  ',',
  ';',
  '\t',
  '"',
  '.',
  'E',
  '##',
  '-',
  '\0',
  '1e999',
  'NaN',
  '9'.repeat(400),
  'é',
  '|',
  '(',
  '\r',
];

/** Cuts, repeats and inserts pieces at random places. */
function damage(bytes: Uint8Array, random: () => number): Uint8Array {
  let damaged = bytes;
  for (let i = 0; i < 1 + random() * 6; i++) {
    const at = Math.floor(random() * damaged.length);
    const length = Math.floor(random() ** 3 * (damaged.length - at));
    const piece = utf8(pieces[Math.floor(random() * pieces.length)]!);
    const kinds = [
      [damaged.subarray(0, at), piece, damaged.subarray(at)],
      [damaged.subarray(0, at), damaged.subarray(at + length)],
      [damaged.subarray(0, at + length), damaged.subarray(at)],
    ];
    damaged = Buffer.concat(kinds[Math.floor(random() * kinds.length)]!);
  }
  return damaged;
}

describe('the reader never throws on what users may give', () => {
  it.each(seeds.map((bytes, i) => [i, bytes] as const))('damaged text %i', (i, bytes) => {
    const random = seededRandom(`damage/${i}`);
    for (let round = 0; round < 60; round++) {
      const { spectrum, problems } = readSpectrum(damage(bytes, random), 'film.csv');
      expect(spectrum === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { message, place } of problems) {
        expect(message).toMatch(/\.$/);
        expect(place.file).toBe('film.csv');
      }
      for (const { spectrum: normalised } of spectrum === null ? [] : normaliseAll(spectrum)) {
        if (normalised === null) continue;
        expect(normalised.values.every(Number.isFinite)).toBe(true);
        expect(normalised.wavenumbers.every((x, k, all) => k === 0 || x > all[k - 1]!)).toBe(true);
      }
    }
  });

  it('refuses a table of more cells than memory holds', () => {
    const wide = Array.from({ length: 40_000 }, (_, i) => String(1 + ((i * 7919) % 97))).join(',');
    const text = `${`${wide}\n`.repeat(3)}${'no numbers here\n'.repeat(20_000)}`;
    const { problems } = readSpectrum(utf8(text), 'film.csv', { orientation: 'columns' });
    expect(problems.map(({ code }) => code)).toEqual(['TOO_MANY_CELLS']);
  });
});
