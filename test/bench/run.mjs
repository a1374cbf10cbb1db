/**
 * Runs every benchmark and prints each figure beside a baseline measured in the same run.
 * Machines differ, ratios travel: quote the ratio. `npm run bench -- solver` runs only entries whose name contains the word.
 */
import { entries } from './entries.mjs';

const rounds = 3;
const wanted = process.argv[2] ?? '';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Alternates subject and baseline, so that a drifting machine speed hits both alike. */
async function measure({ name, unit, subject, baseline, goal }) {
  // Once uncounted: the first run pays for compiling the code.
  await baseline.run();
  await subject.run();
  const subjects = [];
  const baselines = [];
  for (let round = 0; round < rounds; round++) {
    baselines.push(await baseline.run());
    subjects.push(await subject.run());
  }
  const ratio = median(subjects.map((value, round) => value / baselines[round]));
  return { name, unit, subject, baseline, goal, value: median(subjects), base: median(baselines), ratio };
}

const digits = (value) => Number(value.toPrecision(4)).toLocaleString('en');
const rows = [['benchmark', 'figure', 'baseline', 'ratio', 'goal']];
const notes = [];
for (const entry of entries.filter(({ name }) => name.includes(wanted))) {
  const { name, unit, value, base, baseline, ratio, goal } = await measure(entry);
  const baseText = `${digits(base)} ${unit} (${baseline.name})`;
  rows.push([name, `${digits(value)} ${unit}`, baseText, digits(ratio), goal]);
  notes.push(...(entry.notes?.() ?? []));
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) {
  const cells = row.map((cell, column) => cell.padEnd(widths[column]));
  console.log(cells.join('  ').trimEnd());
}
console.log(['', ...notes].join('\n'));
process.exit(0);
