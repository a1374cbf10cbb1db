import { describe, expect, it } from '@jest/globals';
import { hasReference, readCsv, readJson } from '../testing/reference.js';
import { readSection, wetSection } from './cross-section.js';
import { computeDischarge } from './discharge.js';
import { defaultGapSettings } from './fill-gaps.js';
import { defaultUncertainty } from './uncertainty.js';

const given = hasReference ? describe : describe.skip;
if (!hasReference) console.warn('Golden tests of discharge are skipped: there is no reference data.');

interface Truth {
  readonly water_surface_elevation_m: number;
  readonly alpha: number;
  readonly discharge_midsection_m3_s: number;
  readonly discharge_integral_m3_s: number;
  readonly wetted_area_m2: number;
  readonly wetted_left_m: number;
  readonly wetted_right_m: number;
}

function read(video: string) {
  const truth = readJson<Truth>(video, 'truth.json');
  const points = readCsv(video, 'cross_section.csv').map((row) => ({
    stationM: row.station_m!,
    elevationM: row.bed_elevation_m!,
  }));
  const verticals = readCsv(video, 'truth_velocity.csv');
  return { truth, section: readSection(points).section!, verticals };
}

function verticalAt(row: Record<string, number>, velocity: number | null, alpha: number) {
  const known = { surfaceVelocityMps: velocity, uncertaintyMps: null, alpha };
  return { id: String(row.id), stationM: row.station_m!, ...known, use: 'used' as const, reason: null };
}

const settings = {
  method: 'mid-section' as const,
  gaps: defaultGapSettings,
  uncertainty: defaultUncertainty,
};

given.each(['video_A', 'video_C'])('%s', (video) => {
  const open = () => {
    const { truth, section, verticals } = read(video);
    const { wetted } = wetSection(section, truth.water_surface_elevation_m);
    return { truth, wetted: wetted!, verticals };
  };

  it('has the wetted section of the truth', () => {
    const { truth, wetted, verticals } = open();
    expect(wetted.startEdgeM).toBeCloseTo(truth.wetted_left_m, 2);
    expect(wetted.endEdgeM).toBeCloseTo(truth.wetted_right_m, 2);
    expect(wetted.areaM2 / truth.wetted_area_m2).toBeCloseTo(1, 4);
    const { panels } = computeDischarge(
      wetted,
      verticals.map((row) => verticalAt(row, 1, 1)),
      settings,
    );
    panels.slice(1, -1).forEach(({ depthM }, i) => {
      expect(depthM).toBeCloseTo(verticals[i]!.depth_m!, 2);
    });
  });

  it.each([
    ['mid-section', 'discharge_midsection_m3_s', 0.001],
    ['mean-section', 'discharge_integral_m3_s', 0.02],
  ] as const)('has the discharge of the truth by %s', (method, name, tolerance) => {
    const { truth, wetted, verticals } = open();
    const measured = verticals.map((row) => verticalAt(row, row.normal_velocity_m_s!, truth.alpha));
    const { totalM3ps } = computeDischarge(wetted, measured, { ...settings, method });
    expect(Math.abs(totalM3ps / truth[name] - 1)).toBeLessThan(tolerance);
  });

  it.each(['froude', 'log-law'] as const)('keeps it within 5 %% with every third filled by %s', (method) => {
    const { truth, wetted, verticals } = open();
    const measured = verticals.map((row, i) =>
      verticalAt(row, i % 3 === 0 ? null : row.normal_velocity_m_s!, truth.alpha),
    );
    const gaps = { ...defaultGapSettings, method };
    const { totalM3ps, filled } = computeDischarge(wetted, measured, { ...settings, gaps });
    expect(filled).toBeGreaterThan(5);
    expect(Math.abs(totalM3ps / truth.discharge_midsection_m3_s - 1)).toBeLessThan(0.05);
  });

  it('has the discharge that the reference has from its velocities', () => {
    const { truth, wetted, verticals } = open();
    const { results } = readJson<{
      results: Record<'true', Record<string, { Q: number; velocity: number[] }>>;
    }>(video, 'reference_stiv.json');
    for (const method of ['tensor', 'fft', 'acf']) {
      const { Q, velocity } = results.true[method]!;
      const measured = verticals.map((row, i) => verticalAt(row, velocity[i]!, truth.alpha));
      expect(computeDischarge(wetted, measured, settings).totalM3ps / Q).toBeCloseTo(1, 3);
    }
  });
});
