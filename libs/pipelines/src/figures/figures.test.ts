import { describe, expect, it } from '@jest/globals';
import { type PlotFormat, plotFormats } from './formats.js';
import type { Plot } from './plot.js';
import { type RenderSettings, renderPlot } from './render.js';
import { ticksOf } from './ticks.js';
import { figureFaults } from './verify.js';

const x = Float64Array.from({ length: 500 }, (_, i) => 400 + i * 7.2);
const y = x.map((at) => 0.1 + 0.8 * Math.exp(-(((at - 1650) / 60) ** 2)));
const plot: Plot = {
  title: 'A line',
  x: { label: 'Wavenumber (cm⁻¹)', reversed: true },
  panels: [
    {
      y: { label: 'Absorbance' },
      layers: [
        { kind: 'line', name: 'Line', color: '#1976d2', x, y },
        { kind: 'points', name: 'Top', color: '#b00020', x: [1650], y: [0.9] },
      ],
      labels: [{ x: 1650, y: 0.9, text: '1650', color: '#000' }],
    },
    {
      y: { label: 'Rows' },
      height: 0.5,
      layers: [
        { kind: 'heat', columns: 2, rows: 2, values: [0, 1, NaN, 3], x: [400, 4000], y: [0, 1] },
        { kind: 'vectors', name: '', color: '#000', x: [1000], y: [0.5], u: [500], v: [0.2] },
      ],
    },
  ],
};

const settings = (format: PlotFormat, more: Partial<RenderSettings> = {}): RenderSettings => ({
  format,
  dpi: 300,
  widthIn: 4,
  heightIn: 3,
  style: 'screen',
  ...more,
});

describe('figures', () => {
  it.each(plotFormats)('are whole as %s, and equal when made again', async (format) => {
    const bytes = await renderPlot(plot, settings(format));
    expect(await figureFaults(bytes, settings(format))).toEqual([]);
    expect((await renderPlot(plot, settings(format))).equals(bytes)).toBe(true);
  });

  it.each(plotFormats)('whose size is no whole number of points are whole as %s', async (format) => {
    const narrow = settings(format, { widthIn: 3.4, heightIn: 2.37 });
    expect(await figureFaults(await renderPlot(plot, narrow), narrow)).toEqual([]);
    const wider = { ...narrow, widthIn: 3.42 };
    expect((await figureFaults(await renderPlot(plot, narrow), wider)).join(' ')).toMatch(
      /expected \d+(\.\d{1,2})? × /,
    );
  });

  it.each([
    ['png', 300, 1200, 900],
    ['png', 600, 2400, 1800],
    ['jpg', 300, 1200, 900],
  ] as const)('of 4 × 3 in as %s at %d dpi have %d × %d pixels', async (format, dpi, width, height) => {
    const bytes = await renderPlot(plot, settings(format, { dpi }));
    const wrong = await figureFaults(bytes, settings(format, { dpi: dpi + 1 }));
    expect(wrong.join(' ')).toContain(`has ${width} × ${height} pixels`);
    expect(wrong.join(' ')).toContain(`expected ${dpi + 1}.`);
  });

  it('keep text of a PDF as text of an embedded typeface, and lines as lines', async () => {
    const pdf = (await renderPlot(plot, settings('pdf'))).toString('latin1');
    expect(pdf).toMatch(/\/Type \/Font\n/);
    expect(pdf).toContain('/ToUnicode');
    const lineOnly = { ...plot, panels: plot.panels.slice(0, 1) };
    expect((await renderPlot(lineOnly, settings('pdf'))).toString('latin1')).not.toContain('/Subtype /Image');
  });

  it('need no typeface as SVG and take nothing from elsewhere', async () => {
    const lineOnly = { ...plot, panels: plot.panels.slice(0, 1) };
    const svg = (await renderPlot(lineOnly, settings('svg'))).toString();
    expect(svg).not.toMatch(/<text|href|NaN/);
    expect(svg).toMatch(/width="4in" height="3in" viewBox="0 0 288 216"/);
  });

  it.each([
    ['empty', () => Buffer.alloc(0), 'The file is empty.'],
    ['another format', () => Buffer.from('<html></html>'), 'The file is not a whole PNG.'],
    ['cut short', (png: Buffer) => png.subarray(0, png.length - 20), 'The file is not a whole PNG.'],
  ])('S1-10 that are %s are found out', async (_what, spoil, fault) => {
    const png = await renderPlot(plot, settings('png'));
    expect(await figureFaults(spoil(png), settings('png'))).toEqual([fault]);
  });

  it('whose pixels are spoilt are found out', async () => {
    const png = Buffer.from(await renderPlot(plot, settings('png')));
    png.fill(0, 60, png.length - 12);
    expect(await figureFaults(png, settings('png'))).toEqual(['The PNG cannot be opened.']);
  });
});

describe('ticks', () => {
  it.each([
    [10000, 10003, 10, ['10000', '10001', '10002', '10003'], 0],
    [0, 40, 5, ['0', '10', '20', '30', '40'], 16],
    [6.5, 7.5, 8, ['7'], 0],
  ])('of counted things from %d to %d have no fractions', (low, high, most, texts, minor) => {
    const ticks = ticksOf(low, high, most, true);
    expect([ticks.texts, ticks.minor.length]).toEqual([texts, minor]);
  });

  it.each([
    [400, 4000, 8, ['500', '1000', '1500', '2000', '2500', '3000', '3500', '4000']],
    [-0.05, 0.93, 5, ['0', '0.2', '0.4', '0.6', '0.8']],
    [-1, 1, 4, ['−1.0', '−0.5', '0', '0.5', '1.0']],
    [0, 3e7, 3, ['0', '1×10⁷', '2×10⁷', '3×10⁷']],
    [0, 2e-5, 2, ['0', '1×10⁻⁵', '2×10⁻⁵']],
    [-0.017, 0.04, 2, ['0', '0.02', '0.04']],
  ])('of %d to %d, about %d', (low, high, most, texts) => {
    expect(ticksOf(low, high, most).texts).toEqual(texts);
  });
});
