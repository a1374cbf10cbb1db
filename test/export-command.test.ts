/** The command's verb for exports against the real service. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { fillProject, runJob } from '../apps/api/src/testing/project.js';
import { runCommand } from '../apps/cli/src/testing/command.js';
import { type CommandService, startCommandService } from './fixtures/command-service.js';

let lab: CommandService;
beforeAll(async () => {
  lab = await startCommandService('read');
  await lab.alice.graphql(
    `mutation {
       createSubjects(input: { projectSlug: "lab", subjects: [{ name: "e1", level: "embryo", frames: [{ number: 0 }, { number: 3 }] }] }) { problems { code } }
       assignAnnotations(input: { projectSlug: "lab", assignments: [{ subject: "e1", kind: "phenotype", value: "DEAD", frames: "[1]" }] }) { problems { code } } }`,
  );
});
afterAll(() => lab.stop());

const command = (...args: string[]) => lab.command('export', ...args);

describe('batchyard export', () => {
  it('saves a list in place of a file that is there, and says what it holds', async () => {
    const file = path.join(lab.folder, 'frames.parquet');
    writeFileSync(file, 'old');
    const done = await command(
      'frames',
      '--project',
      'lab',
      '--format',
      'parquet',
      '--output',
      file,
      '--filter',
      'q=e1',
    );
    expect([done.code, done.stdout]).toEqual([0, `${file}: 2 rows, 11 columns; filter: q = e1\n`]);
    const bytes = readFileSync(file);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows.map(({ frame, phenotype }) => [frame, phenotype])).toEqual([
      [0n, 'NONE'],
      [3n, 'DEAD'],
    ]);
  });

  it('writes chosen columns to standard output', async () => {
    const { stdout } = await command(
      'annotations',
      '--project',
      'lab',
      '--columns',
      'subject,value',
      '-o',
      '-',
    );
    expect(stdout.replace('\uFEFF', '')).toBe('Subject,Value\r\ne1,DEAD\r\n');
  });

  it('S2-104: replaces a file that is there', async () => {
    const target = path.join(lab.folder, 'there.csv');
    writeFileSync(target, 'what was here before\n'.repeat(100));
    await command('annotations', '--project', 'lab', '--columns', 'subject,value', '-o', target);
    expect(readFileSync(target, 'utf8').replace('\uFEFF', '')).toBe('Subject,Value\r\ne1,DEAD\r\n');
  });

  it('saves a comparison with its n, and asks what is compared', async () => {
    const bob = await lab.service.signIn('bob');
    const { batchId, jobIds } = await fillProject(bob, 'sweep', [100, 500]);
    await runJob(lab.service, jobIds[1] ?? '', { outcome: 'succeeded', metrics: { edge_error_mean_mm: 2 } });
    const { data } = await bob.graphql<{ createAccessToken: { token: string } }>(
      `mutation { createAccessToken(input: { name: "cli", scope: read, expiresInDays: 1 }) { token } }`,
    );
    const run = (...args: string[]) =>
      runCommand(['export', 'comparison', '--project', 'sweep', ...args, '--server', lab.service.origin], {
        env: { BATCHYARD_TOKEN: data.createAccessToken.token },
      });
    const filter = `batches=${batchId}&metric=edge_error_mean_mm`;
    const columns = 'rank,param_weights.lambda_rigid,edge_error_mean_mm_mean,edge_error_mean_mm_n';
    const { stdout } = await run('--filter', filter, '--columns', columns, '-o', '-');
    expect(stdout.replace('\uFEFF', '').split('\r\n')).toEqual([
      'Rank,weights.lambda_rigid,"Edge error, mean (mm)","Edge error, n"',
      '1,500,2,1',
      ',100,,0',
      '',
    ]);
    const file = path.join(lab.folder, 'comparison.json');
    expect((await run('--filter', filter, '--format', 'json', '-o', file)).stdout).toContain('2 rows, ');
    expect(JSON.parse(readFileSync(file, 'utf8')).notes).toContain(
      'n = 1 of 2 jobs have a value and enter the means',
    );
    const nothing = await run();
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('Name what to compare')]);
  });

  it('names what is wrong, and leaves no file', async () => {
    const file = path.join(lab.folder, 'none.csv');
    const column = await command('frames', '--project', 'lab', '--columns', 'phenotipe', '-o', file);
    expect([column.code, column.stderr]).toEqual([2, expect.stringContaining('did you mean phenotype?')]);
    const format = await command('frames', '--project', 'lab', '--format', 'sav');
    expect([format.code, format.stderr]).toEqual([2, expect.stringContaining('Unknown format: sav')]);
    expect(existsSync(file)).toBe(false);
  });
});
