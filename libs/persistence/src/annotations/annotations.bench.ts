/** Assigning frames one by one in bulk, undoing that as one change, and reading the timeline of a long recording. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../database/migrate.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { openPersistence, type Persistence } from '../persistence.js';

export interface AnnotationFigures {
  /** Assigning so many frames, each an entry of its own, 100 to a subject. */
  readonly assignMs: number;
  readonly undoMs: number;
  /** By how much memory rose above that before, while it was undone, MB. */
  readonly undoRiseMb: number;
  /** Median of reading all statements and frame numbers of one subject with 10,000 frames and 1,000 statements. */
  readonly timelineMs: number;
}

const framesPerSubject = 100;
const timelineFrames = 10_000;
const timelineStatements = 1_000;
const repeats = 20;

export async function measureAnnotations(frames: number): Promise<AnnotationFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  try {
    await migrate(postgres.databaseUrl);
    const store = await openPersistence({
      databaseUrl: postgres.databaseUrl,
      filesDir: path.join(folder, 'files'),
    });
    try {
      return await measureIn(store, frames);
    } finally {
      await store.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIn(store: Persistence, frames: number): Promise<AnnotationFigures> {
  const system = { userId: null, source: 'system' } as const;
  const user = { email: 'bench@example.org', name: 'Bench', isAdministrator: true };
  const actor = { userId: (await store.users.create(system, user)).id, source: 'api' } as const;
  const { id: projectId } = await store.projects.create(actor, {
    slug: 'bench',
    name: 'Bench',
    description: '',
  });
  const names = Array.from({ length: frames / framesPerSubject }, (_, index) => `e${index}`);
  await addSubjects(store, actor, projectId, names, framesPerSubject);
  const entries = names.flatMap((subject) => entriesOf(subject, framesPerSubject, 1));
  const began = performance.now();
  const { changesetId } = await assign(store, actor, projectId, entries);
  const assignMs = performance.now() - began;
  const undo = await measureUndo(store, actor, changesetId ?? '');
  return { assignMs, ...undo, timelineMs: await measureTimeline(store, actor, projectId) };
}

const sampleMs = 50;

async function measureUndo(store: Persistence, actor: BenchActor, changesetId: string) {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, sampleMs);
  const began = performance.now();
  await store.changesets.undo(actor, 'maintainer', changesetId);
  const undoMs = performance.now() - began;
  clearInterval(sampling);
  return { undoMs, undoRiseMb: (most - before) / 1e6 };
}

type BenchActor = Parameters<Persistence['annotations']['assign']>[0];

async function addSubjects(
  store: Persistence,
  actor: BenchActor,
  projectId: string,
  names: readonly string[],
  count: number,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => ({ number, name: null, fileId: null }));
  const rest = { level: 'embryo', parent: null, metadata: {}, frames: numbers };
  for (let from = 0; from < names.length; from += 500) {
    const subjects = names.slice(from, from + 500).map((name) => ({ name, ...rest }));
    await store.subjects.create(actor, projectId, { subjects }, false);
  }
}

/** One entry for every `step` frames, no two neighbours with one value. */
function entriesOf(subject: string, count: number, step: number) {
  return Array.from({ length: count / step }, (_, n) => ({
    subject,
    kind: 'phenotype',
    value: n % 2 === 0 ? 'EDEMA' : 'TBD',
    frames: `[${n * step}]`,
    note: n % 3 === 0 ? `note ${n}` : null,
  }));
}

function assign(
  store: Persistence,
  actor: BenchActor,
  projectId: string,
  entries: ReturnType<typeof entriesOf>,
) {
  return store.annotations.assign(actor, projectId, {
    entries,
    mode: 'all_or_nothing',
    overwrite: false,
    overwriteTerminal: false,
    result: null,
    isPlan: false,
  });
}

async function measureTimeline(store: Persistence, actor: BenchActor, projectId: string): Promise<number> {
  await addSubjects(store, actor, projectId, ['long'], timelineFrames);
  const entries = entriesOf('long', timelineFrames, timelineFrames / timelineStatements);
  await assign(
    store,
    actor,
    projectId,
    entries.map((entry, n) => ({ ...entry, note: `note ${n}` })),
  );
  const subject = await store.subjects.byName(projectId, 'long');
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) {
    const began = performance.now();
    await store.annotations.current([subject?.id ?? '']);
    await store.subjects.frameOrder(subject?.id ?? '');
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[repeats / 2] ?? Number.NaN;
}
