/**
 * What is measured, against which baseline, and the ratio to stay within. `round` measures subject and baseline one
 * right after the other; `notes` tells the other figures of the last round.
 */
import {
  measureImport,
  measurePythonReading,
  measureReading,
  writeBenchSheet,
} from '../../apps/api/dist/imports/importing.bench.js';
import { jobsPerBatch, measureApiMemory } from '../../apps/api/dist/memory.bench.js';
import { measureLatency } from '../../apps/worker/dist/latency.bench.js';
import { throughputBenchmarks } from '../../apps/worker/dist/throughput.bench.js';
import { measureExport, measurePlainLines } from '../../libs/documents/dist/exports/exports.bench.js';
import { branin, compareWithRandom, hartmann6 } from '../../libs/domain/dist/adaptive/adaptive.bench.js';
import {
  measureAssignment,
  measureNumbers,
  measureOneSubject,
  measureRanges,
} from '../../libs/domain/dist/annotations/annotations.bench.js';
import { measureComparison } from '../../libs/domain/dist/comparison/compare.bench.js';
import { measureAnnotations } from '../../libs/persistence/dist/annotations/annotations.bench.js';
import { measureCreation } from '../../libs/persistence/dist/batches/create.bench.js';
import { measureStoredComparison } from '../../libs/persistence/dist/comparison/comparison.bench.js';
import { measureReads, oneJob } from '../../libs/persistence/dist/job-lists/read.bench.js';
import { measureFrameTimes } from '../../libs/pipelines/dist/flag-detection/frames.bench.js';
import { measureFrames } from '../../libs/pipelines/dist/particle-tracking/frame.bench.js';
import { solverBenchmarks } from '../../libs/pipelines/dist/rigid-body/solver.bench.js';
import { measureRiverVideo } from '../../libs/pipelines/dist/river-discharge/video.bench.js';
import {
  measureJobs,
  measurePlain,
  measurePython,
  writeSpectra,
} from '../../libs/pipelines/dist/spectral-comparison/comparison.bench.js';

const [centroid2k, classic2k, centroid20k] = solverBenchmarks();

const noteOf = (name, figures) =>
  `${name}: ${Object.entries(figures)
    .map(([key, value]) => `${key} ${Number(value.toPrecision(6))}`)
    .join(', ')}`;

function solverEntry(name, subject, baseline, baselineName, goal) {
  let notes = [];
  return {
    name,
    unit: 's',
    baselineName,
    goal,
    rounds: 3,
    async round() {
      const base = await baseline.run();
      const value = await subject.run();
      notes = [noteOf(subject.name, value), noteOf(baseline.name, base)];
      return { value: value.solve_s, base: base.solve_s };
    },
    notes: () => notes,
  };
}

function throughputEntry(benchmark, goal) {
  let notes = [];
  return {
    name: benchmark.name,
    unit: 'jobs/s',
    baselineName: 'bare queue library, same PostgreSQL, no history',
    goal,
    rounds: 3,
    async round() {
      const figures = await benchmark.run();
      notes = [noteOf(benchmark.name, figures)];
      return { value: figures.jobs_per_s, base: figures.bare_jobs_per_s };
    },
    notes: () => notes,
  };
}

const [tenSlots, fiftySlots] = throughputBenchmarks();

function latencyEntry() {
  let notes = [];
  return {
    name: 'latency of a single job when idle (p50)',
    unit: 'ms',
    baselineName: 'bare queue library, to its handler',
    goal: '≤ 1.1',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const { engine, bare } = await measureLatency();
      notes = [
        `latency when idle, p99: ${engine.p99.toFixed(1)} ms, bare queue library ${bare.p99.toFixed(1)} ms`,
      ];
      return { value: engine.p50, base: bare.p50 };
    },
    notes: () => notes,
  };
}

function apiMemoryEntry(batches) {
  const name = `memory of the API, ${(batches * jobsPerBatch).toLocaleString('en')} jobs in ${batches} batches`;
  let notes = [];
  return {
    name: `${name}, their pages and reports`,
    unit: 'MB',
    baselineName: 'ready for requests',
    goal: '≤ 3',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const figures = await measureApiMemory(batches);
      notes = [noteOf(name, figures)];
      return { value: figures.after_reports_mb, base: figures.idle_mb };
    },
    notes: () => notes,
  };
}

function creationEntry(jobs) {
  let peakMb = 0;
  return {
    name: `creating a batch of ${jobs.toLocaleString('en')} jobs`,
    unit: 'jobs/s',
    baselineName: 'COPY into the same table',
    goal: '≥ 0.8',
    rounds: jobs > 100_000 ? 1 : 3,
    skipsFirst: jobs > 100_000,
    async round() {
      const figures = await measureCreation(jobs);
      peakMb = Math.max(peakMb, figures.peakMb);
      return { value: figures.jobsPerS, base: figures.copyJobsPerS };
    },
    notes: () => [`creating ${jobs.toLocaleString('en')} jobs: memory at most ${Math.round(peakMb)} MB more`],
  };
}

/** The slowest list or count; searches are noted, but look through text and have no such goal. */
function readsEntry(jobs) {
  let figures = [];
  return {
    name: `reading a history of ${jobs.toLocaleString('en')} jobs, slowest page (p95)`,
    unit: 'ms',
    baselineName: oneJob,
    goal: '< 20 ms',
    rounds: 1,
    skipsFirst: true,
    async round() {
      figures = await measureReads(jobs);
      const lists = figures.filter(({ query }) => query !== oneJob && !query.startsWith('search'));
      const base = figures.find(({ query }) => query === oneJob)?.p95Ms ?? Number.NaN;
      return { value: Math.max(...lists.map(({ p95Ms }) => p95Ms)), base };
    },
    notes: () =>
      figures.map(
        ({ query, p50Ms, p95Ms, buffers, indexes }) =>
          `${query}: ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, ${buffers} database pages, ${indexes}`,
      ),
  };
}

/** The arithmetic alone, without the database. */
function comparisonEntry() {
  let notes = [];
  return {
    name: 'comparing 5,000 settings × 20 metrics',
    unit: 'ms',
    baselineName: '500 settings',
    goal: '< 150 ms, ≤ 15 (10 is linear)',
    rounds: 3,
    async round() {
      const figures = measureComparison(5_000);
      const kind = 'full grid, equal inputs';
      notes = [noteOf('comparing 5,000 settings, in ms', figures)];
      return { value: figures[kind], base: measureComparison(500)[kind] };
    },
    notes: () => notes,
  };
}

/** How far the best value lies above the minimum after equal budgets: medians over seeds that are the same in every run. */
function adaptiveEntry(target, method, seeds) {
  let figures;
  return {
    name: `adaptive design (${method}), ${target.name}, ${target.budget} settings`,
    unit: 'above the minimum',
    baselineName: 'random search',
    goal: '≤ 0.5',
    rounds: 1,
    skipsFirst: true,
    async round() {
      figures = compareWithRandom(target, seeds, method);
      return { value: figures.adaptive, base: figures.random };
    },
    notes: () => [
      `adaptive (${method}), ${target.name}: better with ${figures.wins} of ${figures.seeds} seeds, sign test p = ${figures.signP.toPrecision(2)}`,
    ],
  };
}

/** Answers of the store, from statement to verdict, inside a history of ten times as many other jobs. */
function storedComparisonEntry(size) {
  const cells = size.settings * size.inputs;
  let notes = [];
  return {
    name: `comparison of ${size.settings.toLocaleString('en')} settings × ${size.inputs} inputs × ${size.metrics} metrics from the database`,
    unit: 'ms',
    baselineName: 'select count(*) over the same rows',
    goal: '< 300 ms',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const { compareMs, byInputMs, countMs } = await measureStoredComparison(size);
      notes = [`by input, ${cells.toLocaleString('en')} cells: ${byInputMs.toFixed(0)} ms (goal < 1,000 ms)`];
      return { value: compareMs, base: countMs };
    },
    notes: () => notes,
  };
}

function storedAnnotationsEntry(frames, goal) {
  let notes = [];
  const name = `assigning ${frames.toLocaleString('en')} frames in the database, each an entry`;
  return {
    name,
    unit: 'ms',
    baselineName: 'a tenth of it',
    goal,
    rounds: 1,
    skipsFirst: true,
    async round() {
      const base = await measureAnnotations(frames / 10);
      const { assignMs, undoMs, undoRiseMb, timelineMs } = await measureAnnotations(frames);
      notes = [
        `${name}: undone as one in ${undoMs.toFixed(0)} ms (a tenth: ${base.undoMs.toFixed(0)} ms), memory rises by ${undoRiseMb.toFixed(0)} MB; a timeline of 10,000 frames with 1,000 annotations is read in ${timelineMs.toFixed(0)} ms`,
      ];
      return { value: assignMs, base: base.assignMs };
    },
    notes: () => notes,
  };
}

/** The same work on a tenth as much grows tenfold when the time is linear. */
function tenthEntry(name, measure, size, goal) {
  return {
    name: `${name}, ${size.toLocaleString('en')}`,
    unit: 'ms',
    baselineName: 'a tenth of it',
    goal,
    rounds: 1,
    async round() {
      return { value: measure(size), base: measure(size / 10) };
    },
    notes: () => [],
  };
}

function rangesEntry(count) {
  return {
    name: `reading and resolving ${count.toLocaleString('en')} ranges`,
    unit: 'ms',
    baselineName: 'plain positions',
    goal: '< 5,000 ms, ≤ 3',
    rounds: 3,
    async round() {
      return { value: measureRanges(count), base: measureNumbers(count) };
    },
    notes: () => [],
  };
}

/** Whole jobs in one process; against numpy, pandas and matplotlib where the machine has them. */
function spectraEntry(count, what, goal) {
  const entry = {
    name: `spectral comparison of ${count.toLocaleString('en')} files × 2,000 points, ${what}`,
    unit: 'files/s',
    baselineName: 'plain script: split, parse, one number',
    goal,
    rounds: 1,
    skipsFirst: true,
    async round() {
      const files = await writeSpectra(count);
      try {
        const figures = await measureJobs(files, { draw_graph: what === 'graphs' });
        const python = await measurePython(files, what);
        if (python !== null) entry.baselineName = 'numpy, pandas, matplotlib';
        entry.figures = figures;
        entry.python = python ?? {};
        return { value: figures.filesPerS, base: python?.filesPerS ?? (await measurePlain(files)) };
      } finally {
        await files.remove();
      }
    },
    notes: () => [
      noteOf(`spectral comparison, ${what}`, entry.figures),
      noteOf(`numpy, pandas, matplotlib, ${what}`, entry.python),
    ],
  };
  return entry;
}

function flagDetectionEntry() {
  return {
    name: 'flag detection, measuring a frame of 1.08 megapixels',
    unit: 'ms',
    baselineName: 'decoding its PNG',
    goal: '< 100 ms (10 frames/s), ≤ 8',
    rounds: 3,
    async round() {
      const { measure_ms, decode_ms } = measureFrameTimes(5);
      return { value: measure_ms, base: decode_ms };
    },
    notes: () => [],
  };
}

/** Processor time against that recorded of the compiled C library; not measured where the experiment is not there. */
function framesEntry(name, value, base) {
  let notes = [];
  return {
    name,
    unit: 'ms',
    baselineName: 'recorded of the C library, one core',
    goal: '≤ 2',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const figures = await measureFrames();
      notes = [
        figures === null
          ? `${name}: not measured, the reference experiment is not there`
          : noteOf(name, figures),
      ];
      return { value: figures?.[value] ?? Number.NaN, base: figures?.[base] ?? Number.NaN };
    },
    notes: () => notes,
  };
}

function riverEntry(name, params) {
  let notes = [];
  return {
    name,
    unit: 's',
    baselineName: 'length of the video',
    goal: '≤ 1',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const figures = await measureRiverVideo(params);
      notes = [
        figures === null ? `${name}: not measured, the reference video is not there` : noteOf(name, figures),
      ];
      return { value: figures?.wall_s ?? Number.NaN, base: figures?.video_s ?? Number.NaN };
    },
    notes: () => notes,
  };
}

function exportEntry(format, rows) {
  let notes = [];
  return {
    name: `exporting ${rows.toLocaleString('en')} rows as ${format}`,
    unit: 'rows/s',
    baselineName: 'the same rows as JSON lines',
    goal: 'flat memory',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const base = await measurePlainLines(rows);
      const figures = await measureExport(format, rows);
      notes = [noteOf(`export as ${format}`, figures)];
      return { value: figures.rows_per_s, base: base.rows_per_s };
    },
    notes: () => notes,
  };
}

/** Beside pandas, and openpyxl for workbooks, on the same file, where they are installed. */
function readingEntry(kind, rows) {
  const name = `importing: reading ${rows.toLocaleString('en')} rows of ${kind}`;
  const entry = {
    name,
    unit: 'rows/s',
    baselineName: 'pandas is not installed',
    goal: kind === 'csv' ? '≥ 0.2' : '≥ 1',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const sheet = await writeBenchSheet(kind, rows);
      try {
        const ours = await measureReading(sheet);
        const pandas = await measurePythonReading(sheet, 'pandas');
        const openpyxl = kind === 'xlsx' ? await measurePythonReading(sheet, 'openpyxl') : null;
        if (pandas !== null) entry.baselineName = 'pandas';
        entry.figures = [
          ['here', ours],
          ['pandas', pandas],
          ['openpyxl, read only', openpyxl],
        ];
        return { value: ours.rows_per_s, base: pandas?.rows_per_s ?? Number.NaN };
      } finally {
        await sheet.remove();
      }
    },
    notes: () =>
      entry.figures.flatMap(([who, figures]) => (figures ? [noteOf(`${name}, ${who}`, figures)] : [])),
  };
  return entry;
}

function importEntry(kind, rows) {
  const name = `importing ${rows.toLocaleString('en')} rows of ${kind}`;
  let notes = [];
  return {
    name: `${name}: an edited cell`,
    unit: 'ms',
    baselineName: 'reading and checking all rows',
    goal: '< 500 ms',
    rounds: 1,
    skipsFirst: true,
    async round() {
      const sheet = await writeBenchSheet(kind, rows);
      try {
        const { exports, ...figures } = await measureImport(sheet);
        notes = [
          noteOf(name, figures),
          ...Object.entries(exports).map(([format, each]) =>
            noteOf(`exporting these ${rows.toLocaleString('en')} annotations as ${format}`, each),
          ),
        ];
        return { value: figures.edit_ms, base: figures.read_and_check_s * 1000 };
      } finally {
        await sheet.remove();
      }
    },
    notes: () => notes,
  };
}

/** BENCH_FULL=1 adds the sizes that take minutes and gigabytes. */
const isFull = process.env.BENCH_FULL === '1';

export const entries = [
  solverEntry(
    'solver, 20,000 frames × 8 markers',
    centroid20k,
    centroid2k,
    '2,000 frames, same settings',
    '≤ 12 (10 is linear)',
  ),
  solverEntry('solver, classic gauge, 2,000 frames', classic2k, centroid2k, 'centroid gauge', '≤ 20'),
  spectraEntry(1_000, 'numbers', 'flat memory'),
  spectraEntry(1_000, 'graphs', 'flat memory'),
  framesEntry('particle tracking, one frame of four cameras', 'frame_ms', 'recorded_frame_ms'),
  framesEntry('particle tracking, linking one frame', 'step_ms', 'recorded_step_ms'),
  riverEntry('river discharge, a video of 10 s along search lines', {}),
  riverEntry('river discharge, the same by cross-correlation', { velocity_method: 'cross-correlation' }),
  comparisonEntry(),
  flagDetectionEntry(),
  rangesEntry(1_000_000),
  tenthEntry('assigning frames one by one', measureAssignment, 1_000_000, '< 30,000 ms, ≤ 12 (10 is linear)'),
  tenthEntry('overlapping requests on one subject', measureOneSubject, 10_000, '< 5,000 ms, ≤ 30'),
  storedAnnotationsEntry(100_000, '< 10,000 ms, ≤ 12 (10 is linear)'),
  ...(isFull ? [storedAnnotationsEntry(1_000_000, '≤ 12 (10 is linear)')] : []),
  storedComparisonEntry({ settings: 500, inputs: 10, metrics: 20 }),
  storedComparisonEntry({ settings: 5_000, inputs: 1, metrics: 20 }),
  ...[branin, hartmann6].map((target) => adaptiveEntry(target, 'tpe', 20)),
  ...[branin, hartmann6].map((target) => adaptiveEntry(target, 'gp', 5)),
  ...['csv', 'xlsx', 'json', 'parquet', 'feather', 'hdf5'].map((format) =>
    exportEntry(format, isFull ? 1_000_000 : 100_000),
  ),
  ...['csv', 'xlsx'].flatMap((kind) =>
    [10_000, ...(isFull ? [1_000_000] : [])].map((rows) => readingEntry(kind, rows)),
  ),
  ...[10_000, 50_000, ...(isFull ? [1_000_000] : [])].map((rows) => importEntry('csv', rows)),
  importEntry('xlsx', isFull ? 1_000_000 : 10_000),
  throughputEntry(tenSlots, '≥ 2.5'),
  throughputEntry(fiftySlots, '≥ 4'),
  latencyEntry(),
  apiMemoryEntry(5),
  ...(isFull ? [apiMemoryEntry(50)] : []),
  ...[10_000, 100_000, ...(isFull ? [1_000_000] : [])].map(creationEntry),
  ...[10_000, ...(isFull ? [5_000_000] : [])].map(readsEntry),
];
