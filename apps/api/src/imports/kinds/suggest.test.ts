import { nearestName } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { suggester } from './suggest.js';

/** A project that has these names, and counts what it is asked. */
function projectOf(all: readonly string[]) {
  const sorted = [...all].sort();
  const known = new Set(all);
  const asked = { names: 0 };
  const tell = (names: string[]) => {
    asked.names += names.length;
    return names;
  };
  return {
    asked,
    subjectsAmong: async (_: string, names: readonly string[]) =>
      tell(names.filter((name) => known.has(name))),
    fewSubjectNames: async (_: string, count: number) => tell(sorted.slice(0, count)),
    namesBeside: async (_: string, name: string, count: number) => {
      const before = sorted.filter((each) => each < name).slice(-count);
      return tell([...sorted.filter((each) => each > name).slice(0, count), ...before]);
    },
  };
}

const plate = (letters: string, wells: number) =>
  [...letters].flatMap((row) =>
    Array.from({ length: wells }, (_, well) => `20240411_${row}${String(well).padStart(4, '0')}_e01`),
  );

describe('suggestions of names', () => {
  it('are the names most like those that are unknown', async () => {
    const suggest = suggester(projectOf(['A01_e01', 'A01_e02']), 'p');
    expect([await suggest('A01_ee02'), await suggest('A01_ee02'), await suggest('7')]).toEqual([
      'A01_e02',
      'A01_e02',
      null,
    ]);
  });

  it('end where too many names are unknown', async () => {
    const suggest = suggester(projectOf(['A1', 'B2', 'C3']), 'p', 6);
    const suggestions = [];
    for (const name of ['A11', 'B22', 'C33', 'A11']) suggestions.push(await suggest(name));
    expect(suggestions).toEqual(['A1', 'B2', null, 'A1']);
  });

  it('are of few names what comparing with all of them gives', async () => {
    const names = plate('ABCD', 500);
    const suggest = suggester(projectOf(names), 'p');
    for (const name of ['20240411_B0017_e1', '20240411_X0400_e01', 'b0499', 'something else'])
      expect(await suggest(name)).toBe(nearestName(name, [...names].sort()));
  });

  it('find one slip anywhere in a name among very many, and read few of them', async () => {
    const names = plate('ABCDEFGH', 2_500);
    const project = projectOf(names);
    const suggest = suggester(project, 'p');
    await suggest('20240411_A0000_e01x');
    const before = project.asked.names;
    const slips = [
      '2024041_C1234_e01',
      '20240411_CC1234_e01',
      '02240411_C1234_e01',
      '20240411_c1234_e01',
      '20240411_C1234_e0l',
      '20240411-C1234_e01',
    ];
    for (const slip of slips) expect(await suggest(slip)).toBe('20240411_C1234_e01');
    expect(await suggest('another name')).toBeNull();
    expect(project.asked.names - before).toBeLessThan(150 * (slips.length + 1));
  });
});
