import { describe, expect, it } from '@jest/globals';
import type { LineLayer } from '../../figures/plot.js';
import { compareSpectra } from '../compare.js';
import { normaliseSpectrum } from '../normalising/normalise.js';
import { spectralComparisonParams } from '../params.js';
import { readSpectrum } from '../reading/read-spectrum.js';
import { asCsv, generateSpectrum, greaseBands, type SampleFile } from '../sample.js';
import { fillTemplate, templateFault } from './file-names.js';
import { comparisonPlot, maxGraphPoints } from './graph.js';

function spectrum(name: string, [from, to]: readonly [number, number], points: number) {
  const bands = greaseBands({ oxidation: 0.4, water: 0, additive: 1 });
  const settings = { seed: name, from, to, points, bands, background: [0, 0.1], noise: 0.001 } as const;
  const file: SampleFile = { name: `${name}.csv`, text: asCsv(generateSpectrum(settings)) };
  return normaliseSpectrum(readSpectrum(Buffer.from(file.text), file.name).spectrum!).spectrum!;
}

/** The definition, point by point. */
function linear(x: Float64Array, y: Float64Array, at: number): number {
  const right = x.findIndex((place) => place >= at);
  if (x[right] === at) return y[right]!;
  const share = (at - x[right - 1]!) / (x[right]! - x[right - 1]!);
  return y[right - 1]! * (1 - share) + y[right]! * share;
}

describe('the graph of a comparison', () => {
  const params = spectralComparisonParams.parse({});

  it.each([
    ['coarse', 600],
    ['fine', 7000],
  ])(
    'S1-64 of %s spectra draws both on their overlap with at most 2000 points, linear between',
    (_how, points) => {
      const [baseline, sample] = [spectrum('b', [4000, 600], points), spectrum('s', [3700, 500], 900)];
      const plot = comparisonPlot(compareSpectra(baseline, sample, params), params);
      const [drawnBaseline, drawnSample] = plot.panels[0]!.layers as [LineLayer, LineLayer];
      expect(drawnSample.x.length).toBeLessThanOrEqual(maxGraphPoints);
      expect(drawnSample.x.length).toBeGreaterThan(400);
      expect(drawnSample.x[0]).toBeGreaterThanOrEqual(600);
      expect(drawnSample.x[drawnSample.x.length - 1]).toBeLessThanOrEqual(3700);
      for (let i = 0; i < drawnSample.x.length; i++) {
        const at = drawnSample.x[i]!;
        expect(Math.abs(drawnSample.y[i]! - linear(sample.wavenumbers, sample.values, at))).toBeLessThan(
          1e-9,
        );
        expect(
          Math.abs(drawnBaseline.y[i]! - linear(baseline.wavenumbers, baseline.values, at)),
        ).toBeLessThan(1e-9);
      }
    },
  );

  it('does not fill the panel of differences with roundings', () => {
    const baseline = spectrum('b', [4000, 600], 900);
    const limitsFor = (factor: number) => {
      const sample = { ...baseline, values: baseline.values.map((value) => value * factor) };
      return comparisonPlot(compareSpectra(baseline, sample, params), params).panels[1]!.y;
    };
    const { min, max } = limitsFor(1 + 1e-15);
    expect(max).toBeGreaterThan(0.001);
    expect(min).toBe(-max!);
    expect(limitsFor(1.001)).toEqual({ label: 'Difference' });
  });

  it('S1-65 says what it shows: title, axes with units, names, colours; wavenumbers fall', () => {
    const comparison = compareSpectra(
      spectrum('b', [4000, 600], 800),
      spectrum('s', [4000, 600], 800),
      params,
    );
    const plot = comparisonPlot(comparison, params);
    expect(plot.title).toBe('Spectral Comparison: s vs b');
    expect(plot.x).toMatchObject({ label: 'Wavenumber (cm⁻¹)', reversed: true });
    expect(plot.panels.map(({ y }) => y.label)).toEqual(['Absorbance', 'Difference']);
    const lines = plot.panels[0]!.layers as LineLayer[];
    expect(lines.map(({ name, color }) => [name, color.slice(0, 7)])).toEqual([
      ['Baseline: b', '#2e7d32'],
      ['Sample: s', '#1976d2'],
    ]);
    expect(plot.panels[0]!.labels!.map(({ text }) => text)).toEqual(expect.arrayContaining(['2853', '1377']));
  });

  it('of Raman spectra rises unless told otherwise', () => {
    const [b, s] = [spectrum('b', [4000, 600], 800), spectrum('s', [4000, 600], 800)];
    const raman = compareSpectra({ ...b, technique: 'raman' }, { ...s, technique: 'raman' }, params);
    expect(comparisonPlot(raman, params).x).toMatchObject({ label: 'Raman shift (cm⁻¹)', reversed: false });
    const told = { ...params, x_direction: 'descending' } as const;
    expect(comparisonPlot(raman, told).x.reversed).toBe(true);
  });
});

describe('names', () => {
  it.each([
    ['{sample}_vs_{baseline}', null],
    ['plain', null],
    ['{sample}_{operator}', /without \{operator\}/],
    ['../{sample}', /without folders/],
    ['a\\b', /without folders/],
    ['.hidden', /without folders/],
    ['{sample', /braces/],
  ])('S1-34 of template %s', (template, fault) => {
    if (fault === null) expect(templateFault(template)).toBeNull();
    else expect(templateFault(template)).toMatch(fault);
  });

  it('stay names whatever files are called', () => {
    const stems = { sample: '../../etc/passwd', baseline: 'a\u0000b' };
    expect(fillTemplate('{sample}_vs_{baseline}', stems)).toBe('_.._etc_passwd_vs_a_b');
    expect(fillTemplate('{sample}', { sample: '...', baseline: '' })).toBe('comparison');
  });
});
