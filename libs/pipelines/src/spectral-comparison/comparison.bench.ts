/** Whole jobs on spectra of its own making, as a worker runs them one after another, beside plainer programs. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Pipeline } from '../contract.js';
import { executeJob } from '../execution/execute.js';
import { spectralComparison } from './pipeline.js';
import { asCsv, generateSpectrum, greaseBands } from './sample.js';

const points = 2_000;

export interface BenchFolder {
  readonly folder: string;
  readonly baseline: string;
  readonly samples: readonly string[];
  remove(): Promise<void>;
}

/** Writes one baseline and samples of 2,000 points. */
export async function writeSpectra(count: number): Promise<BenchFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spectra-bench-'));
  const write = async (name: string, oxidation: number) => {
    const bands = greaseBands({ oxidation, water: 0, additive: 1 });
    const background = [0.03, 0.06] as const;
    const settings = { seed: name, from: 4000, to: 400, points, bands, background, noise: 0.001 };
    const file = path.join(folder, name);
    await writeFile(file, asCsv(generateSpectrum(settings)));
    return file;
  };
  const baseline = await write('baseline.csv', 0);
  const samples: string[] = [];
  for (let i = 0; i < count; i++) samples.push(await write(`sample_${i}.csv`, (i % 100) / 100));
  return { folder, baseline, samples, remove: () => rm(folder, { recursive: true }) };
}

export interface BenchFigures {
  readonly filesPerS: number;
  /** Processor time, which other work on the machine changes little. */
  readonly cpuMsPerFile: number;
  /** Of the process, at most, over the first and over the second half of the files. */
  readonly firstHalfMb: number;
  readonly secondHalfMb: number;
}

/** One job for each sample. @throws Error when one fails */
export async function measureJobs(files: BenchFolder, params: object): Promise<BenchFigures> {
  const { signal } = new AbortController();
  const memory: number[] = [];
  const [startedMs, before] = [performance.now(), process.cpuUsage()];
  for (const [index, sample] of files.samples.entries()) {
    const outputDir = path.join(files.folder, `job-${index}`);
    await mkdir(outputDir);
    const inputs = {
      baseline: [{ path: files.baseline, name: 'baseline.csv' }],
      sample: [{ path: sample, name: path.basename(sample) }],
    };
    const job = { params, inputs, outputDir, seed: '1', signal };
    const { error } = await executeJob(spectralComparison as Pipeline, job);
    if (error !== null) throw new Error(error.message);
    await rm(outputDir, { recursive: true });
    memory.push(process.memoryUsage().rss / 1024 / 1024);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  const half = Math.ceil(memory.length / 2);
  return {
    filesPerS: files.samples.length / seconds,
    cpuMsPerFile: (user + system) / 1000 / files.samples.length,
    firstHalfMb: Math.max(...memory.slice(0, half)),
    secondHalfMb: Math.max(...memory.slice(half)),
  };
}

/** What a short script does: split, parse, interpolate by its place, one number. Nothing is detected, kept or drawn. */
export async function measurePlain(files: BenchFolder): Promise<number> {
  const read = async (file: string) => {
    const lines = (await readFile(file, 'utf8')).trim().split('\n').slice(1);
    return lines.map((line) => line.split(',').map(Number) as [number, number]);
  };
  const startedMs = performance.now();
  const baseline = await read(files.baseline);
  for (const sample of files.samples) {
    const values = await read(sample);
    const sum = baseline.reduce((total, [, y], i) => total + (y - values[i]![1]) ** 2, 0);
    await writeFile(`${sample}.json`, JSON.stringify({ rmsd: Math.sqrt(sum / baseline.length) }));
  }
  return files.samples.length / ((performance.now() - startedMs) / 1000);
}

const script = `
import sys, glob, time, resource
import numpy as np, pandas as pd
import matplotlib; matplotlib.use('Agg')
import matplotlib.pyplot as plt
folder, draw = sys.argv[1], sys.argv[2] == 'graphs'
started = time.perf_counter()
busy = time.process_time()
base = pd.read_csv(folder + '/baseline.csv').sort_values('Wavenumber (cm-1)')
x, b = base.iloc[:, 0].to_numpy(), base.iloc[:, 1].to_numpy()
files = glob.glob(folder + '/sample_*.csv')
for file in files:
    data = pd.read_csv(file).sort_values('Wavenumber (cm-1)')
    s = np.interp(x, data.iloc[:, 0], data.iloc[:, 1])
    np.corrcoef(b, s); np.sqrt(np.mean((b - s) ** 2)); np.trapezoid(s, x) if hasattr(np, 'trapezoid') else np.trapz(s, x)
    pd.DataFrame({'x': x, 'b': b, 's': s, 'd': s - b}).to_csv(file + '.out', index=False)
    if draw:
        figure, (top, bottom) = plt.subplots(2, 1, figsize=(10, 6), sharex=True)
        top.plot(x, b); top.plot(x, s); bottom.plot(x, s - b); top.invert_xaxis()
        figure.savefig(file + '.png', dpi=300); plt.close(figure)
print(len(files) / (time.perf_counter() - started), 1000 * (time.process_time() - busy) / len(files), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
`;

/** The same with numpy, pandas and matplotlib. @returns null where they are not installed */
export async function measurePython(
  files: BenchFolder,
  what: 'graphs' | 'numbers',
): Promise<{ readonly filesPerS: number; readonly cpuMsPerFile: number; readonly peakMb: number } | null> {
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', script, files.folder, what]);
    const [filesPerS = Number.NaN, cpuMsPerFile = Number.NaN, peakMb = Number.NaN] = stdout
      .trim()
      .split(' ')
      .map(Number);
    return { filesPerS, cpuMsPerFile, peakMb };
  } catch {
    return null;
  }
}
