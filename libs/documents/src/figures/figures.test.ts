import { describe, expect, it } from '@jest/globals';
import { reportOf, sampleSettings } from '../../../domain/src/comparison-reports/testing/report.js';
import { figurePdf, figurePng, figureSvg } from './figure.js';
import { figuresOf } from './figures.js';

const report = reportOf(sampleSettings);

describe('figures', () => {
  it('are settings by rank and a heatmap, with how many jobs they show', () => {
    expect(figuresOf(report).map(({ name, caption }) => [name, caption])).toEqual([
      ['settings', '4 settings of 4 shown, best first; bars are 95 % t intervals; n = 23 of 24 jobs.'],
      ['heatmap', 'Each cell is the mean, darker is smaller; 4 of 4 cells have a value; n = 23 of 24 jobs.'],
    ]);
  });

  it('are shapes alone in SVG: no text that needs a font, no script, nothing from elsewhere', () => {
    for (const figure of figuresOf(report)) {
      const svg = figureSvg(figure);
      expect(new Set(svg.match(/<[a-z]+/gi))).toEqual(
        new Set(['<svg', '<rect', '<path', '<g', '<clipPath'].filter((tag) => svg.includes(tag))),
      );
      expect(svg.startsWith('<svg viewBox=')).toBe(true);
      expect(svg.length).toBeGreaterThan(5_000);
      expect(svg).not.toMatch(/href|data:|NaN/);
    }
  });

  it('are pictures of twice their size and pages of their size', () => {
    for (const figure of figuresOf(report)) {
      const png = figurePng(figure);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([figure.width * 2, figure.height * 2]);
      const pdf = figurePdf(figure).toString('latin1');
      expect(pdf.slice(0, 5)).toBe('%PDF-');
      expect(pdf).toContain(`/MediaBox [0 0 ${figure.width} ${figure.height}]`);
    }
  });

  it('are none where nothing has a value, and no heatmap where one parameter varies', () => {
    expect(figuresOf(reportOf([{ params: { a: 1 }, values: { x: [null] } }]))).toEqual([]);
    const names = figuresOf(
      reportOf([
        { params: { a: 1 }, values: { x: [1] } },
        { params: { a: 2 }, values: { x: [2] } },
      ]),
    ).map(({ name }) => name);
    expect(names).toEqual(['settings']);
  });
});
