/** `batchyard import` against the real service. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasTerminal } from '../apps/cli/src/testing/command.js';
import { type CommandService, startCommandService } from './fixtures/command-service.js';

let lab: CommandService;
beforeAll(async () => {
  lab = await startCommandService('write');
});
afterAll(() => lab.stop());

const command = (...args: string[]) => lab.command(...args, '--project', 'lab');
const fileOf = (name: string, text: string) => lab.fileOf(name, text);
const drafts = async () =>
  (await lab.service.database.query("select id from import_draft where state <> 'committed'")).length;

describe('batchyard import', () => {
  it('makes subjects and annotates them, plans without a trace, and changes nothing the second time', async () => {
    const subjects = fileOf('subjects.csv', 'embryo_id;first_frame;last_frame;Dose\ne1;0;9;1,5\ne2;0;9;3\n');
    const mapping = fileOf('mapping.json', '{"Dose": "fact"}');
    const planned = await command('import', subjects, '--kind', 'subjects', '--mapping', mapping, '--plan');
    expect([planned.code, planned.stdout]).toEqual([0, 'Nothing was imported. Of 2 rows: 2 new.\n']);
    expect(await drafts()).toBe(0);
    const made = await command('import', subjects, '--kind', 'subjects', '--mapping', mapping);
    expect(made.stdout).toMatch(
      /^Made or extended 2 subjects\. Undo it with: batchyard annotate --undo \d+\n$/,
    );
    const facts = await lab.service.database.query('select name, metadata from subject order by name');
    expect(facts).toEqual([
      { name: 'e1', metadata: { dose: '1,5' } },
      { name: 'e2', metadata: { dose: 3 } },
    ]);

    const labels = fileOf(
      'labels.csv',
      'embryo_id,phenotype,frame_range\ne1,EDEMA,[0:5]\ne2,BLUE,all\ne3,EDEMA,all\n',
    );
    const refused = await command('import', labels);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /labels\.csv, row 3, column phenotype: "BLUE" is not among the values\. Expected: one of .*EDEMA/,
    );
    expect(refused.stderr).toContain(
      'labels.csv, row 4, column embryo_id: There is no subject e3. Expected: the name of a subject of this project. Use e2?',
    );
    expect(refused.stderr).toContain('Nothing was written: 2 of 3 rows have errors.');
    const rest = fileOf('rest.xlsx', 'what was there before');
    const valid = await command('import', labels, '--valid-only', '--json', '--rejected', rest);
    expect(valid.stderr).toContain('rest.xlsx: 2 of the rows, each with its reason');
    const mending = await command('import', rest, '--plan');
    expect(mending.stderr).toContain(
      'Not imported, row 2, column phenotype: "BLUE" is not among the values.',
    );
    expect(mending.stdout).toBe('Nothing was imported. Of 2 rows: 2 error.\n');
    expect(valid.code).toBe(1);
    expect(JSON.parse(valid.stdout)).toMatchObject({
      summary: 'Made 1 annotation.',
      result: { rows: 3, rejected: 2 },
      counts: { error: 2, new: 1 },
    });
    const again = await command(
      'import',
      fileOf('same.csv', 'embryo_id,phenotype,frame_range\ne1,EDEMA,[0:5]\n'),
    );
    expect([again.code, again.stdout]).toEqual([0, 'No changes: all of it was there before.\n']);
    expect(await drafts()).toBe(0);
  });

  it('says what is wrong with its arguments and with files that are no sheets', async () => {
    const sheet = fileOf('a.csv', 'a,b\n1,2\n');
    expect((await command('import', sheet, '--kind', 'nonsense')).stderr).toContain(
      'expected one of annotations',
    );
    const mapped = await command('import', sheet, '--mapping', fileOf('bad.json', '{"c": "subject"}'));
    expect([mapped.code, mapped.stderr]).toEqual([2, expect.stringContaining('no column c. It has a, b.')]);
    const pdf = await command('import', fileOf('a.xlsx', '%PDF-1.7'));
    expect([pdf.code, pdf.stderr]).toEqual([2, expect.stringContaining('a.xlsx is a PDF document')]);
    const unmapped = await command('import', sheet);
    expect([unmapped.code, unmapped.stderr]).toEqual([2, expect.stringContaining('No column fills Subject')]);
    expect(await drafts()).toBe(0);
  });
});

(hasTerminal ? describe : describe.skip)('on a terminal', () => {
  it('an import shows how far checking and writing are, an export how much is written', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `s${index},0,0`);
    const sheet = fileOf('many.csv', ['name,first_frame,last_frame', ...rows].join('\n'));
    const imported = await lab.show('import', sheet, '--kind', 'subjects', '--project', 'lab');
    expect(imported).toMatch(/Checking: \[#*\.*\] [\d.]+% \(\d+\/20000\) Rate: \S+\/s ETA: /);
    expect(imported).toMatch(/Writing: \[#+\.*\] [\d.]+% \(\d+\/20000\)/);
    expect(imported).toContain('Made or extended 20,000 subjects.');
    const file = fileOf('subjects.csv', '');
    const exported = await lab.show('export', 'subjects', '--project', 'lab', '--output', file);
    expect(exported).toMatch(/\[#+\.+\] +\d+ % 20,\d{3} rows, [\d.]+ MB/);
  });
});
