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
  const subjects = [];
  const baselines = [];
  for (let round = 0; round < rounds; round++) {
    baselines.push(await baseline.run());
    subjects.push(await subject.run());
  }
  const ratio = median(subjects.map((value, round) => value / baselines[round]));
  return { name, unit, subject, baseline, goal, value: median(subjects), base: median(baselines), ratio };
}

const digits = (value) => (value === undefined ? '' : Number(value.toPrecision(4)).toLocaleString('en'));
const rows = [['benchmark', 'figure', 'baseline', 'ratio', 'goal']];
for (const entry of entries.filter(({ name }) => name.includes(wanted))) {
  const row = await measure(entry);
  rows.push([
    row.name,
    `${digits(row.value)} ${row.unit}`,
    `${digits(row.base)} ${row.unit} (${row.baseline.name})`,
    digits(row.ratio),
    row.goal,
  ]);
  if (entry.notes !== undefined) for (const note of await entry.notes()) rows.push([`  ${note}`, '', '', '', '']);
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
process.exit(0);
