/** The graph of a comparison as a figure: both curves, their difference, the strongest peaks. */
import type { Panel, Plot, PointLabel } from '../../figures/plot.js';
import type { Comparison } from '../compare.js';
import type { SpectralComparisonParams } from '../params.js';
import type { NormalisedSpectrum } from '../spectrum.js';

/** Green and blue of equal strength, told apart by the colour-blind through lightness. */
const colours = {
  baseline: '#2e7d32e6',
  sample: '#1976d2e6',
  difference: '#b23c17',
  label: '#0d3c73',
} as const;
/** More are not told apart at any size that is printed. */
export const maxGraphPoints = 2000;
const maxLabels = 14;

export function comparisonPlot(comparison: Comparison, params: SpectralComparisonParams): Plot {
  const { baseline, sample } = comparison;
  const places = drawnPlaces(comparison.grid.length);
  const on = (values: Float64Array) =>
    places === null ? values : Float64Array.from(places, (place) => values[place]!);
  const x = on(comparison.grid);
  const isRaman = sample.technique === 'raman' || baseline.technique === 'raman';
  const value = valueLabel(sample, params);
  const overlay: Panel = {
    y: { label: value },
    layers: [
      {
        kind: 'line',
        name: `Baseline: ${baseline.name}`,
        color: colours.baseline,
        x,
        y: on(comparison.baselineValues),
      },
      {
        kind: 'line',
        name: `Sample: ${sample.name}`,
        color: colours.sample,
        x,
        y: on(comparison.sampleValues),
      },
    ],
    labels: params.peak_labels ? peakLabels(comparison, params) : [],
    height: 2.4,
  };
  const difference: Panel = {
    y: { label: 'Difference', ...quietLimits(comparison) },
    layers: [{ kind: 'line', name: '', color: colours.difference, x, y: on(comparison.difference) }],
    zeroLine: true,
  };
  return {
    title: `Spectral Comparison: ${sample.name} vs ${baseline.name}`,
    x: {
      label: isRaman ? 'Raman shift (cm⁻¹)' : 'Wavenumber (cm⁻¹)',
      min: x[0]!,
      max: x.at(-1)!,
      reversed: params.x_direction === 'convention' ? !isRaman : params.x_direction === 'descending',
    },
    panels: params.difference_panel ? [overlay, difference] : [overlay],
  };
}

/** Differences below this share of the values' range are roundings, which must not fill their panel. */
const roundingShare = 1e-9;
/** What the panel shows then, as a share of that range to both sides. */
const quietShare = 0.01;

function quietLimits({ baselineValues, sampleValues, difference }: Comparison): {
  min?: number;
  max?: number;
} {
  let [low, high, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < difference.length; i++) {
    low = Math.min(low, baselineValues[i]!, sampleValues[i]!);
    high = Math.max(high, baselineValues[i]!, sampleValues[i]!);
    largest = Math.max(largest, Math.abs(difference[i]!));
  }
  if (largest > roundingShare * (high - low) || high === low) return {};
  const limit = quietShare * (high - low);
  return { min: -limit, max: limit };
}

/** Which points of a grid are drawn, both ends among them: what is seen is what was compared. Null: all. */
function drawnPlaces(points: number): readonly number[] | null {
  if (points <= maxGraphPoints) return null;
  const step = (points - 1) / (maxGraphPoints - 1);
  return Array.from({ length: maxGraphPoints }, (_, i) => Math.round(i * step));
}

const valueLabels = {
  absorbance: 'Absorbance',
  percent_transmittance: 'Transmittance (%)',
  reflectance: 'Reflectance',
  kubelka_munk: 'Kubelka–Munk',
  intensity: 'Intensity (a.u.)',
} as const;

/** Of the values as they are drawn. */
export function valueLabel(
  { valueUnit }: NormalisedSpectrum,
  { normalization }: SpectralComparisonParams,
): string {
  if (normalization === 'none') return valueLabels[valueUnit];
  const how = normalization === 'vector' ? 'vector-normalised' : 'scaled to 0–1';
  return `${valueLabels[valueUnit].replace(/ \(.*\)$/, '')}, ${how}`;
}

/** Of the sample's peaks, the most prominent first; a band that moved says by how much. */
function peakLabels({ samplePeaks, match }: Comparison, { peaks }: SpectralComparisonParams): PointLabel[] {
  return [...samplePeaks]
    .sort((a, b) => b.prominence - a.prominence)
    .slice(0, maxLabels)
    .map((peak) => {
      const shift = match.pairs.find(({ sample }) => sample === peak)?.shift ?? 0;
      const moved = Math.abs(shift) >= peaks.shifted_from;
      const by = moved ? ` (${shift > 0 ? '+' : '−'}${Math.abs(shift).toFixed(0)})` : '';
      return {
        x: peak.position,
        y: peak.height,
        text: `${peak.position.toFixed(0)}${by}`,
        color: colours.label,
      };
    });
}
