import { describe, expect, it } from '@jest/globals';
import { actionOf, type KeyKind, type KeyPress, keyOfTerm, keyTrouble } from './key-map';

const term = (name: string, key: string | null) => ({ name, title: name, key });
const kinds: readonly KeyKind[] = [
  {
    name: 'phenotype',
    title: 'Phenotype',
    terms: [term('EDEMA', 'e'), term('DEAD', 'd'), term('TBD', null)],
  },
  { name: 'flag', title: 'Flag', terms: [term('DARK', 'd'), term('BLUR', 'b')] },
];
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const acts = (key: string, more: Partial<KeyPress> = {}, active = 'phenotype') =>
  actionOf(press(key, more), kinds, active);

describe('keys', () => {
  it('move and extend', () => {
    expect(acts('ArrowRight')).toEqual({ type: 'move', by: 1 });
    expect(acts('PageUp')).toEqual({ type: 'move', by: -10 });
    expect(acts('ArrowLeft', { shiftKey: true })).toEqual({ type: 'extend', by: -1 });
    expect(acts('End', { shiftKey: true })).toEqual({ type: 'extend-last' });
    expect(acts('End')).toEqual({ type: 'last' });
  });

  it('label; the active kind wins where two kinds share a key', () => {
    expect(acts('d')).toEqual({ type: 'label', term: { kind: 'phenotype', value: 'DEAD' } });
    expect(acts('d', {}, 'flag')).toEqual({ type: 'label', term: { kind: 'flag', value: 'DARK' } });
    expect(acts('b')).toEqual({ type: 'label', term: { kind: 'flag', value: 'BLUR' } });
    expect(acts('3')).toEqual({ type: 'label', term: { kind: 'phenotype', value: 'TBD' } });
    expect(acts('3', {}, 'flag')).toBeNull();
    expect(acts('x')).toBeNull();
  });

  it('undo and redo by either modifier, and leave the browser its own', () => {
    expect(acts('z', { ctrlKey: true })).toEqual({ type: 'undo' });
    expect(acts('Z', { metaKey: true, shiftKey: true })).toEqual({ type: 'redo' });
    expect(acts('y', { ctrlKey: true })).toEqual({ type: 'redo' });
    expect(acts('r', { ctrlKey: true })).toBeNull();
    expect(acts('d', { altKey: true })).toBeNull();
  });

  it('large letters are commands, so that small ones are free', () => {
    expect(acts('D', { shiftKey: true })).toEqual({ type: 'drop-older' });
    expect(acts('M', { shiftKey: true })).toEqual({ type: 'landmark' });
    expect(acts('?', { shiftKey: true })).toEqual({ type: 'help' });
  });

  it('by digit give a value of the active kind before a key of another', () => {
    const numbered = [
      ...kinds,
      { name: 'genotype', title: 'Genotype', terms: [term('WT', null), term('shh', null)] },
      { name: 'image', title: 'Image', terms: [term('EMPTY', '1')] },
    ];
    const given = (key: string, active: string) => actionOf(press(key), numbered, active);
    expect(given('1', 'genotype')).toEqual({ type: 'label', term: { kind: 'genotype', value: 'WT' } });
    expect(given('1', 'phenotype')).toEqual({ type: 'label', term: { kind: 'image', value: 'EMPTY' } });
    expect(keyOfTerm(numbered, 'genotype', 'WT', 'genotype')).toBe('1');
    expect(keyOfTerm(numbered, 'image', 'EMPTY', 'genotype')).toBeNull();
    expect(keyOfTerm(numbered, 'image', 'EMPTY', 'phenotype')).toBe('1');
  });

  it('are shown on the values they give', () => {
    expect(keyOfTerm(kinds, 'phenotype', 'DEAD', 'phenotype')).toBe('d');
    expect(keyOfTerm(kinds, 'phenotype', 'DEAD', 'flag')).toBeNull();
    expect(keyOfTerm(kinds, 'phenotype', 'TBD', 'phenotype')).toBe('3');
    expect(keyOfTerm(kinds, 'phenotype', 'TBD', 'flag')).toBeNull();
  });

  it('cannot be taken from the page', () => {
    expect(keyTrouble('d')).toBeNull();
    expect(keyTrouble('D')).toMatch(/uses D itself/);
    expect(keyTrouble('/')).toMatch(/uses \/ itself/);
    expect(keyTrouble('ab')).toBe('A key is one character.');
  });
});
