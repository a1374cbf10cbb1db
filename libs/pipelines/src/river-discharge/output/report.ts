import { metricSpecs } from '../metric-specs.js';
import { metricsOf, type RiverResults } from '../results.js';
import { lengthText, metresPerFoot } from '../scaffold/units.js';
import { velocityMethodOf } from '../velocity-search.js';
import { reportStyle } from './report-style.js';

const inFeet: Readonly<Record<string, readonly [power: number, unit: string]>> = {
  m: [1, 'ft'],
  'm²': [2, 'ft²'],
  'm³/s': [3, 'ft³/s'],
  'm/s': [1, 'ft/s'],
};

/** A picture of the report. */
export interface ReportFigure {
  readonly title: string;
  readonly png: Uint8Array;
}

/**
 * A page of HTML that needs no other file: the result, each vertical, and the figures.
 * @param spaceTimes the figures of single lines, shown small beside each other
 */
export function reportPage(
  results: RiverResults,
  figures: readonly ReportFigure[],
  spaceTimes: readonly ReportFigure[],
): string {
  const { site, params, video } = results;
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
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>River discharge, ${escaped(video.file.name)}</title><style>${reportStyle}</style></head><body><main>`,
    `<h1>River discharge</h1>${facing(table(facts), table(metricRows(results)))}`,
    `<h2>Verticals</h2>${verticalsTable(results)}`,
    `<h2>Figures</h2>${figures.map(picture).join('\n')}`,
    spaceTimes.length === 0
      ? ''
      : `<h2>Space-time images</h2><div class="small">${spaceTimes.map(picture).join('\n')}</div>`,
    '</main></body></html>',
    '',
  ].join('\n');
}

function metricRows(results: RiverResults): string[][] {
  const metrics = metricsOf(results);
  const withFeet = results.site.scaffold.displayUnits === 'ft';
  return metricSpecs.flatMap(({ name, title, unit }) => {
    const value = metrics[name];
    return value === undefined ? [] : [[title, quantity(value, unit, withFeet)]];
  });
}

const verticalColumns = ['ID', 'Station, m', 'Depth, m', 'Velocity, m/s', 'Discharge, m³/s', 'Velocity is'];

/** Those of the discharge, from bank to bank; one without a measured velocity says why. */
function verticalsTable({ discharge }: RiverResults): string {
  const rows = discharge.panels.map(({ id, source, reason, ...panel }) => {
    const numbers = [panel.stationM, panel.depthM, panel.surfaceVelocityMps, panel.dischargeM3ps];
    const origin = reason === null ? source : `${source}: ${reason}`;
    const texts = [id, ...numbers.map((value) => value.toFixed(3)), origin];
    return `<tr${reason === null ? '' : ' class="doubtful"'}>${cells('td', texts)}</tr>`;
  });
  return `<div class="wide"><table class="numbers"><thead><tr>${cells('th', verticalColumns)}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function picture({ title, png }: ReportFigure): string {
  const data = Buffer.from(png).toString('base64');
  return `<figure><img src="data:image/png;base64,${data}" alt="${escaped(title)}"><figcaption>${escaped(title)}</figcaption></figure>`;
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

const facing = (...parts: readonly string[]) =>
  `<div class="facing">${parts.map((part) => `<div>${part}</div>`).join('')}</div>`;

const table = (rows: readonly (readonly string[])[]) =>
  `<table>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</table>`;

const cells = (tag: 'td' | 'th', texts: readonly string[]) =>
  texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
