/** A process that is killed in the middle of a bulk assignment. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addEmbryos,
  assignmentsOf,
  type Lab,
  openLab,
  saidIn,
  upTo,
} from '../../libs/persistence/src/annotations/testing/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const total = 1_500;
const script = path.join(import.meta.dirname, 'assign.mjs');

describe('a process killed while it assigns', () => {
  it('S2-54: keeps what was saved; the same list finishes the rest, nothing doubled, undone as one', async () => {
    const projectId = await lab.addProject();
    const names = upTo(total / 10).map((n) => `e${n}`);
    await addEmbryos(lab, projectId, Object.fromEntries(names.map((name) => [name, upTo(10)])));
    const entries = names.flatMap((subject) =>
      upTo(10).map((n) => ({ subject, kind: 'phenotype', value: 'EDEMA', frames: `[${n}]`, note: `${n}` })),
    );
    const assignments = assignmentsOf(entries, { mode: 'valid_only' });
    const told = await killedAfter(300, { actor: lab.ann, projectId, assignments });
    const kept = await saidIn(lab, projectId);
    expect(kept.length).toBeGreaterThanOrEqual(told);
    expect(kept.length).toBeLessThan(total);
    expect(kept.length % 150).toBe(0);
    const [unfinished] = (await lab.store.changesets.list(projectId, { first: 1 })).rows;
    const left = (total - kept.length).toLocaleString('en');
    expect(unfinished?.summary).toContain(`; ${left} entries not done.`);

    const rest = await lab.store.annotations.assign(lab.ann, projectId, {
      ...assignments,
      continues: unfinished?.id ?? null,
    });
    expect(rest).toMatchObject({
      changesetId: unfinished?.id,
      assigned: total - kept.length,
      skipped: kept.length,
      failed: 0,
    });
    const said = await saidIn(lab, projectId);
    expect([said.length, new Set(said).size]).toEqual([total, total]);
    const again = await lab.store.annotations.assign(lab.ann, projectId, assignments);
    expect(again).toMatchObject({ changesetId: null, assigned: 0, skipped: total });
    const { editedSince } = await lab.store.changesets.undo(lab.ann, 'editor', unfinished?.id ?? '');
    expect(editedSince).toEqual([]);
    expect(await saidIn(lab, projectId)).toEqual([]);
  });
});

/** Kills the process (SIGKILL) once it has told that so many entries are saved. @returns the last number it told */
async function killedAfter(entries: number, work: object): Promise<number> {
  const options = { databaseUrl: lab.database.databaseUrl, filesDir: os.tmpdir(), ...work };
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(options));
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  let told = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told = Number(line);
    if (told >= entries) child.kill('SIGKILL');
  }
  expect(await ended).toBe('SIGKILL');
  return told;
}
