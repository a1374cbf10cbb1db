import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameOutputs, type OutputNaming, safeFolderName } from './output-names.js';
import type { PlannedJob } from './plan.js';

const job = (given: Partial<PlannedJob> & { file?: string } = {}): PlannedJob => ({
  position: 0,
  label: 'a=1, walk_01.csv',
  cellKey: '',
  settingKey: '',
  setting: {},
  params: { weights: { a: 1 }, name: 'x' },
  inputs: { markers: [{ reference: '1', name: given.file ?? 'walk_01.csv', sha256: '' }] },
  inputLabel: '',
  replicate: 1,
  seed: '0/1',
  ...given,
});
const naming = (outputName: string, rest: Partial<OutputNaming['options']> = {}): OutputNaming => ({
  options: { outputName, onNameConflict: 'auto-increment', ...rest },
  batchName: 'Night',
  inputNames: ['markers'],
  cellCount: 27,
  nearest: (name, known) => known.find((each) => each[0] === name[0]) ?? null,
});
const nameOf = (template: string, given: Parameters<typeof job>[0] = {}) =>
  nameOutputs([job(given)], naming(template)).names[0];

describe('nameOutputs', () => {
  it.each<[string, Parameters<typeof job>[0], string]>([
    ['{input}_{position}', { position: 7 }, 'walk_01_0007'],
    ['{batch} {label} r{replicate}', { replicate: 2 }, 'Night a=1, walk_01.csv r2'],
    ['{label}', { givenId: 'S01', label: 'S01: first' }, 'S01'],
    ['{weights.a}-{name}', {}, '1-x'],
    ['{ input }', { file: 'data.tar.gz' }, 'data.tar'],
    ['{input}', { file: '.hidden' }, 'hidden'],
    ['out/{stem}', {}, 'out_walk_01'],
    ['{input}', { inputs: {} }, 'no-input'],
    ['fixed {', {}, 'fixed {'],
  ])('%s', (template, given, expected) => {
    expect(nameOf(template, given)).toBe(expected);
  });

  it('pads positions so that names sort as jobs do', () => {
    const wide = { ...naming('{position}'), cellCount: 12_345 };
    expect(nameOutputs([job({ position: 3 })], wide).names).toEqual(['00003']);
  });

  it('names every unknown placeholder, with the nearest known one', () => {
    const { names, problems } = nameOutputs([job()], naming('{imput}_{weights.b}_{q}'));
    expect(names).toEqual([null]);
    expect(problems.map(({ code, value }) => [code, value])).toEqual([
      ['UNKNOWN_PLACEHOLDER', '{imput}'],
      ['UNKNOWN_PLACEHOLDER', '{weights.b}'],
      ['UNKNOWN_PLACEHOLDER', '{q}'],
    ]);
    expect(problems[0]?.message).toBe('The output name has no placeholder {imput}; did you mean {input}?');
    expect(problems[2]?.message).toBe('The output name has no placeholder {q}.');
  });

  const three = [job(), job({ position: 1, label: 'two' }), job({ position: 2, label: 'three' })];
  it('numbers equal names in the order of the jobs', () => {
    expect(nameOutputs(three, naming('{input}')).names).toEqual(['walk_01', 'walk_01_001', 'walk_01_002']);
  });
  it('skips numbers that other jobs have as their own name, whatever the case', () => {
    const jobs = ['walk.csv', 'Walk.csv', 'WALK_001.csv'].map((file) =>
      job({ inputs: { markers: [{ reference: '', name: file, sha256: '' }] } }),
    );
    expect(nameOutputs(jobs, naming('{input}')).names).toEqual(['walk', 'Walk_002', 'WALK_001']);
  });
  it('leaves a name to the last of them', () => {
    expect(nameOutputs(three, naming('{input}', { onNameConflict: 'overwrite' })).names).toEqual([
      null,
      null,
      'walk_01',
    ]);
  });
  it('refuses, naming both jobs', () => {
    const { problems } = nameOutputs(three.slice(0, 2), naming('{input}', { onNameConflict: 'fail' }));
    expect(problems.map(({ message }) => message)).toEqual([
      'The outputs of a=1, walk_01.csv and of two would both be named walk_01.',
    ]);
  });

  it('gives every job its own folder, whatever their files are called', () => {
    const names = fc.array(fc.constantFrom('a', 'A', 'a_001', 'a_002', '..', 'con', 'é', 'x'.repeat(200)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(names, (files) => {
        const jobs = files.map((file, position) => job({ position, file, label: file }));
        const found = nameOutputs(jobs, naming('{label}')).names.map((name) => name?.toLowerCase());
        expect(new Set(found).size).toBe(files.length);
      }),
    );
  });
});

describe('safeFolderName', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a/b\\c:d', 'a_b_c_d'],
    ['CON', 'CON_'],
    ['lpt1.txt', 'lpt1_.txt'],
    ['.hidden', 'hidden'],
    ['dots...', 'dots'],
    ['tab\tnew\nline', 'tab_new_line'],
    ['right\u202eleft', 'right_left'],
    ['half \ud800', 'half _'],
    ['...', 'job_0'],
    ['', 'job_0'],
  ])('%j becomes %s', (text, expected) => {
    expect(safeFolderName(text, 'job_0')).toBe(expected);
  });

  it('is one short folder name for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = safeFolderName(text, 'job_0');
        expect(name).toMatch(/^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u);
        expect(name).not.toMatch(/[. ]$/);
        expect([...name].length).toBeLessThanOrEqual(120);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(240);
      }),
    );
  });
});
