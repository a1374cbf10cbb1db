/** Draws a histogram of the column `value` of some tables; what it is given stands in two JSON files. */
import { readFileSync, writeFileSync } from 'node:fs';

const { BATCHYARD_PARAMS, BATCHYARD_INPUTS } = process.env;
const { bins } = JSON.parse(readFileSync(BATCHYARD_PARAMS, 'utf8'));
const { tables } = JSON.parse(readFileSync(BATCHYARD_INPUTS, 'utf8'));
const tell = (message) => console.log(JSON.stringify(message));

const values = tables.flatMap((file, index) => {
  tell({ stage: 'read', progress: index / tables.length });
  const [head, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const column = head.split(',').indexOf('value');
  return rows.map((row) => Number(row.split(',')[column]));
});
const [low, high] = [Math.min(...values), Math.max(...values)];
const counts = new Array(bins).fill(0);
for (const value of values)
  counts[Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low || 1)))]++;
const fullest = Math.max(...counts);

tell({ stage: 'draw' });
const bars = counts.map((count, i) => {
  const height = (100 * count) / fullest;
  return `<rect x="${10 * i}" y="${100 - height}" width="9" height="${height}" fill="#2c6fbb"/>`;
});
writeFileSync(
  'histogram.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${10 * bins} 100">${bars.join('')}</svg>\n`,
);
writeFileSync('histogram.json', JSON.stringify({ values: values.length, low, high, fullest, counts }));
