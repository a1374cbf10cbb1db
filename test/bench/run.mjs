/**
 * Runs every benchmark and prints each figure beside a baseline measured in the same run.
 * Machines differ, ratios travel: quote the ratio. `npm run bench -- solver` runs only entries whose name has the word.
 */
import { entries } from './entries.mjs';

const wanted = process.argv[2] ?? '';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Subject and baseline take turns, so that a drifting machine speed hits both alike. */
async function measure({ round, rounds, skipsFirst }) {
  // Once uncounted: the first run pays for compiling the code. Not where a round warms up by itself and takes minutes.
  if (!skipsFirst) await round();
  const measured = [];
  for (let index = 0; index < rounds; index++) measured.push(await round());
  return {
    value: median(measured.map(({ value }) => value)),
    base: median(measured.map(({ base }) => base)),
    ratio: median(measured.map(({ value, base }) => value / base)),
  };
}

const digits = (value) => Number(value.toPrecision(4)).toLocaleString('en');
const rows = [['benchmark', 'figure', 'baseline', 'ratio', 'goal']];
const notes = [];
for (const entry of entries.filter(({ name }) => name.includes(wanted))) {
  const { value, base, ratio } = await measure(entry);
  const baseText = `${digits(base)} ${entry.unit} (${entry.baselineName})`;
  rows.push([entry.name, `${digits(value)} ${entry.unit}`, baseText, digits(ratio), entry.goal]);
  notes.push(...entry.notes());
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) {
  const cells = row.map((cell, column) => cell.padEnd(widths[column]));
  console.log(cells.join('  ').trimEnd());
}
console.log(['', ...notes].join('\n'));
process.exit(0);
