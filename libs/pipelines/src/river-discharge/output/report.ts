import { metricSpecs } from '../metric-specs.js';
import { metricsOf, type RiverResults } from '../results.js';
import { lengthText, metresPerFoot } from '../scaffold/units.js';
import { velocityMethodOf } from '../velocity-search.js';

const inFeet: Readonly<Record<string, readonly [power: number, unit: string]>> = {
  m: [1, 'ft'],
  'm²': [2, 'ft²'],
  'm³/s': [3, 'ft³/s'],
  'm/s': [1, 'ft/s'],
};

/** A page of HTML with the result, its figures, and what became of each line. */
export function reportPage(
  results: RiverResults,
  figures: readonly { readonly path: string; readonly title: string }[],
): string {
  const { site, params, video, measured } = results;
  const metrics = metricsOf(results);
  const withFeet = site.scaffold.displayUnits === 'ft';
  const rows = metricSpecs.flatMap(({ name, title, unit }) => {
    const value = metrics[name];
    return value === undefined ? [] : [[title, quantity(value, unit, withFeet)]];
  });
  const facts = [
    ['Video', video.file.name],
    ['Date', params.measurement_date],
    ['Comment', params.comment],
    ['Water level', lengthText(site.levelM, site.scaffold.displayUnits)],
    ['Alpha', String(params.alpha ?? site.scaffold.alpha)],
    ['Rectification', site.rectification.method],
    ['Velocity', velocityMethodOf(site, params)],
    ['Discharge', dischargeText(params.discharge_method)],
  ].filter(([, value]) => value !== '');
  const rejected = measured.lines
    .filter(({ reason }) => reason !== null)
    .map(({ line, reason }) => [`Vertical ${line.id} (${line.stationM.toFixed(2)} m)`, reason!]);
  const pictures = figures.map(
    ({ path, title }) =>
      `<figure><img src="${escaped(path)}" alt="${escaped(title)}"><figcaption>${escaped(title)}</figcaption></figure>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>River discharge</title>',
    '<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto}td{padding:.1rem 1rem .1rem 0}img{max-width:100%}</style>',
    `<h1>River discharge</h1>${table(facts)}<h2>Result</h2>${table(rows)}`,
    rejected.length === 0 ? '' : `<h2>Verticals without a velocity</h2>${table(rejected)}`,
    `<h2>Figures</h2>${pictures.join('\n')}</html>`,
    '',
  ].join('\n');
}

function dischargeText(method: RiverResults['params']['discharge_method']): string {
  return method === 'published'
    ? 'published: depths as an earlier tool has them, for comparison with its results only'
    : method;
}

function quantity(value: number, unit: string, withFeet: boolean): string {
  const inMetres = `${Number(value.toPrecision(5))}${unit === '1' ? '' : ` ${unit}`}`;
  const other = inFeet[unit];
  if (!withFeet || other === undefined) return inMetres;
  return `${Number((value / metresPerFoot ** other[0]).toPrecision(5))} ${other[1]} (${inMetres})`;
}

const table = (rows: readonly (readonly string[])[]) =>
  `<table>${rows.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('')}</table>`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
