/** The command's verbs for annotations against the real service. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandService, startCommandService } from './fixtures/command-service.js';

let lab: CommandService;
beforeAll(async () => {
  lab = await startCommandService('write');
});
afterAll(() => lab.stop());

const command = (...args: string[]) => lab.command(...args);
const fileOf = (name: string, text: string) => lab.fileOf(name, text);

describe('batchyard subjects and annotate', () => {
  it('make subjects, assign from a sheet, tell what failed, list the progress and undo', async () => {
    const frames = Array.from({ length: 4 }, (_, number) => ({ number }));
    const subjects = fileOf(
      'subjects.json',
      JSON.stringify([
        { name: 'e1', level: 'embryo', frames },
        { name: 'e2', level: 'embryo', frames },
      ]),
    );
    const planned = await command('subjects', '--project', 'lab', '--create', subjects, '--plan');
    expect([planned.code, planned.stdout]).toEqual([
      0,
      'Nothing was written; 2 subjects would be made or get frames.\n',
    ]);
    const made = await command('subjects', '--project', 'lab', '--create', subjects);
    expect(made.stdout).toMatch(
      /^Made 2 subjects and 8 frames\. Undo it with: batchyard annotate --undo \d+\n$/,
    );

    const sheet = fileOf(
      'labels.csv',
      'subject,kind,value,frames\ne1,phenotype,EDEMA,[1:3]\ne2,phenotype,BLUE,all\n',
    );
    const refused = await command('annotate', sheet, '--project', 'lab');
    expect([refused.code, refused.stdout]).toEqual([
      2,
      expect.stringMatching(
        /^Nothing was written: 1 assigned, 0 skipped, 1 failed \([\d.]+ s, [\d,]+ entries\/s\)\.\n$/,
      ),
    ]);
    expect(refused.stderr).toMatch(/^Row 3 failed: .*BLUE/);
    const valid = await command('annotate', sheet, '--project', 'lab', '--valid-only', '--json');
    expect(valid.code).toBe(1);
    const { changesetId, ...counts } = JSON.parse(valid.stdout);
    expect(counts).toMatchObject({ assigned: 1, failed: 1, reports: [{ row: 3, code: 'INVALID_VALUE' }] });

    const list = async (...args: string[]) =>
      JSON.parse((await command('subjects', '--project', 'lab', '--json', ...args)).stdout).map(
        ({ name, annotatedFrames }: { name: string; annotatedFrames: number }) =>
          `${name} ${annotatedFrames}`,
      );
    expect(await list()).toEqual(['e1 2', 'e2 0']);
    expect(await list('--without', 'phenotype')).toEqual(['e2 0']);
    const undone = await command('annotate', '--undo', changesetId);
    expect([undone.code, undone.stdout]).toEqual([
      0,
      expect.stringMatching(/^Undid: Made 1 annotation on 2 frames\./),
    ]);
    expect(await list()).toEqual(['e1 0', 'e2 0']);
    const again = await command('annotate', '--undo', changesetId);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('undone already')]);
  });

  it('give many embryos their genotype at once, and list those without one', async () => {
    const embryos = ['g1', 'g2', 'g3', 'g4'].map((name) => ({ name, level: 'embryo' }));
    const video = { name: 'g', level: 'video' };
    const subjects = fileOf('genotyped.json', JSON.stringify([video, ...embryos]));
    expect((await command('subjects', '--project', 'lab', '--create', subjects)).code).toBe(0);
    const missing = async () =>
      JSON.parse(
        (
          await command(
            ...['subjects', '--project', 'lab', '--json', '--text', 'g'],
            ...['--level', 'embryo', '--without', 'genotype'],
          )
        ).stdout,
      ).map(({ name }: { name: string }) => name);
    expect(await missing()).toEqual(['g1', 'g2', 'g3', 'g4']);

    const sheet = fileOf(
      'genotypes.csv',
      [
        'subject,kind,value,confidence,note,detail',
        'g1,genotype,WT,,,',
        'g2,genotype,lmx1b,0.9,band at 200 bp,"{""zygosity"": ""homozygous"", ""confirmed"": true}"',
        'g3,genotype,shh,,,',
        'g3,genotype,WT,,,',
      ].join('\n'),
    );
    const assigned = await command('annotate', sheet, '--project', 'lab', '--valid-only', '--json');
    const result = JSON.parse(assigned.stdout);
    expect(result).toMatchObject({ assigned: 3, failed: 1, reports: [{ row: 5, code: 'ONE_PER_SUBJECT' }] });
    expect(result.reports[0].message).toContain('shh');
    expect(result.entriesPerS * result.elapsedS).toBeCloseTo(4);
    expect(await missing()).toEqual(['g4']);

    const kept = await command('annotate', '--project', 'lab', '--keep-table', '--kind', 'genotype');
    expect([kept.code, kept.stdout]).toEqual([
      0,
      expect.stringMatching(/^genotype\.csv is file \d+ of the project, an input for designs\.\n$/),
    ]);
  });

  it('S2-54: save as often as asked for, and go on with a change that was broken off', async () => {
    const names = ['s1', 's2', 's3'];
    const subjects = names.map((name) => ({ name, level: 'embryo', frames: [{ number: 0 }] }));
    await command('subjects', '--project', 'lab', '--create', fileOf('saved.json', JSON.stringify(subjects)));
    const rows = names.map((name) => `${name},phenotype,EDEMA`);
    const sheet = (count: number) =>
      fileOf(`saved-${count}.csv`, ['subject,kind,value', ...rows.slice(0, count)].join('\n'));
    const args = ['--project', 'lab', '--valid-only', '--json', '--save-every'];
    const first = JSON.parse((await command('annotate', sheet(2), ...args, '1')).stdout);
    expect(first).toMatchObject({ assigned: 2, skipped: 0 });
    const more = await command('annotate', sheet(3), ...args, '1', '--continue', first.changesetId);
    expect(JSON.parse(more.stdout)).toMatchObject({
      changesetId: first.changesetId,
      assigned: 1,
      skipped: 2,
    });
    const refused = await command('annotate', sheet(3), ...args, '0');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('whole number of 1 to')]);
    const undone = await command('annotate', '--undo', first.changesetId);
    expect(undone.stdout).toMatch(/^Undid: Made 3 annotations on 3 frames\./);
  });

  it('skip ranges without frames where that is asked for', async () => {
    const sheet = fileOf('empty.csv', 'subject,kind,value,frames\ne1,phenotype,EDEMA,[90:]\n');
    expect((await command('annotate', sheet, '--project', 'lab')).code).toBe(2);
    const skipped = await command('annotate', sheet, '--project', 'lab', '--skip-empty');
    expect([skipped.code, skipped.stdout]).toEqual([0, expect.stringContaining('0 assigned, 1 skipped')]);
  });

  it('say what is missing', async () => {
    expect((await command('annotate')).stderr).toContain('Give a project and one file');
    expect((await command('subjects')).stderr).toContain('Give a project');
    const gone = await command('annotate', path.join(lab.folder, 'gone.csv'), '--project', 'lab');
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('There is no file')]);
  });
});
