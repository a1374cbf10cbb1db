import { describe, expect, it } from '@jest/globals';
import { depthAt, readSection, type WettedSection, wetSection } from './cross-section.js';
import { computeDischarge, type DischargeSettings } from './discharge.js';
import { defaultGapSettings } from './fill-gaps.js';
import { defaultUncertainty, verticalsFraction } from './uncertainty.js';
import type { MeasuredVertical } from './verticals.js';

const settings: DischargeSettings = {
  method: 'mid-section',
  gaps: { ...defaultGapSettings, method: 'none' },
  uncertainty: defaultUncertainty,
};

function survey(...points: (readonly [number, number])[]) {
  const { section, problems } = readSection(
    points.map(([stationM, elevationM]) => ({ stationM, elevationM })),
  );
  expect(problems).toEqual([]);
  return section!;
}

function wet(levelM: number, ...points: (readonly [number, number])[]): WettedSection {
  const { wetted, problems } = wetSection(survey(...points), levelM);
  expect(problems).toEqual([]);
  return wetted!;
}

function vertical(stationM: number, velocity: number | null, more: Partial<MeasuredVertical> = {}) {
  const measured: MeasuredVertical = {
    id: String(stationM),
    stationM,
    surfaceVelocityMps: velocity,
    uncertaintyMps: null,
    alpha: 1,
    use: 'used',
    reason: null,
    ...more,
  };
  return measured;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** A triangle 8 m wide and 2 m deep. */
const triangle = () => wet(2, [0, 3], [6, 0], [12, 3]);

describe('a wetted section', () => {
  it('has area, width and edges of a triangle', () => {
    const { areaM2, widthM, startEdgeM, endEdgeM, maxDepthM, wettedPerimeterM } = triangle();
    expect([areaM2, widthM, maxDepthM]).toEqual([8, 8, 2].map((value) => expect.closeTo(value, 12)));
    expect([startEdgeM, endEdgeM]).toEqual([expect.closeTo(2, 12), expect.closeTo(10, 12)]);
    expect(wettedPerimeterM).toBeCloseTo(2 * Math.hypot(4, 2), 12);
  });

  it('keeps vertical walls: never a negative depth, the deeper side at the wall', () => {
    const flume = wet(1.5, [0, 4], [0, 0.5], [3, 0], [6, 0.5], [6, 4]);
    expect(flume.areaM2).toBeCloseTo(6 * 1 + 6 * 0.25, 12);
    expect([flume.startEdgeM, flume.endEdgeM, flume.widthM]).toEqual([0, 6, 6]);
    expect([depthAt(flume, 0), depthAt(flume, 3), depthAt(flume, 6)]).toEqual([1, 1.5, 1]);
    expect(flume.wettedPerimeterM).toBeCloseTo(2 * 1 + 2 * Math.hypot(3, 0.5), 12);
  });

  it('leaves a dry bar out of width and area', () => {
    const barred = wet(1, [0, 2], [1, 0], [3, 0], [4, 2], [5, 0], [7, 0], [8, 2]);
    expect(barred.widthM).toBeCloseTo(6, 12);
    expect(barred.areaM2).toBeCloseTo(5, 12);
    expect(depthAt(barred, 4)).toBe(0);
  });

  it('is the same for a survey walked backwards', () => {
    const points = [0, 2, 5, 9].map((stationM, i) => ({ stationM, elevationM: [3, 1, 0, 3][i]! }));
    const [forwards, backwards] = [readSection(points), readSection([...points].reverse())];
    expect(backwards.section).toEqual(forwards.section);
  });

  it.each([
    ['LEVEL_BELOW_BED', 0, /not above the lowest point of the bed \(0 m\)/],
    ['LEVEL_ABOVE_SURVEY', 3.25, /0\.250 m above the survey's end at the left bank \(station 0 m\)/],
    ['LEVEL_NOT_A_NUMBER', Number.NaN, /not a number/],
  ])('is refused with %s', (code, levelM, message) => {
    const { wetted, problems } = wetSection(survey([0, 3], [6, 0], [12, 4]), levelM);
    expect(wetted).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.message).toMatch(message);
    expect(problems[0]!.fix).toMatch(/unit and datum/);
  });

  it('names the bank by where the survey began', () => {
    const points = [
      { stationM: 0, elevationM: 1 },
      { stationM: 1, elevationM: 0 },
      { stationM: 2, elevationM: 5 },
    ];
    const { section } = readSection(points, 'right');
    expect(wetSection(section!, 2).problems[0]!.message).toContain('at the right bank (station 0 m)');
  });

  it('is not read from points that go back or are no numbers', () => {
    const read = (...points: (readonly [number, number])[]) =>
      readSection(points.map(([stationM, elevationM]) => ({ stationM, elevationM }))).problems.map(
        ({ code, message }) => `${code}: ${message}`,
      );
    expect(read([0, 1], [2, 0], [1, 0], [3, 1])).toEqual([
      'SECTION_GOES_BACK: Point 3 of the cross-section goes back along it',
    ]);
    expect(read([0, 1], [2, Number.NaN], [3, 1])[0]).toMatch(/NOT_A_NUMBER: Point 2/);
    expect(read([0, 1], [2, 0])[0]).toMatch(/TOO_SHORT/);
  });
});

describe('discharge by hand', () => {
  /** Depths 0, 1, 2, 1, 0 at 2, 4, 6, 8, 10 m. */
  const verticals = [vertical(4, 0.5), vertical(6, 1), vertical(8, 0.4)];

  it('is exact by the mid-section method with five stations, ends half as wide', () => {
    const { panels, totalM3ps, panelAreaM2, meanVelocityMps } = computeDischarge(
      triangle(),
      verticals,
      settings,
    );
    expect(panels.map(({ widthM }) => widthM)).toEqual([1, 2, 2, 2, 1].map((w) => expect.closeTo(w, 12)));
    expect(totalM3ps).toBeCloseTo(0.5 * 1 * 2 + 1 * 2 * 2 + 0.4 * 1 * 2, 12);
    expect(panelAreaM2).toBeCloseTo(8, 12);
    expect(meanVelocityMps).toBeCloseTo(5.8 / 8, 12);
  });

  it('is exact by the mean-section method', () => {
    const { panels, totalM3ps } = computeDischarge(triangle(), verticals, {
      ...settings,
      method: 'mean-section',
    });
    const expected = 0.25 * 0.5 * 2 + 0.75 * 1.5 * 2 + 0.7 * 1.5 * 2 + 0.2 * 0.5 * 2;
    expect(totalM3ps).toBeCloseTo(expected, 12);
    expect(sum(panels.map(({ areaM2 }) => areaM2))).toBeCloseTo(8, 12);
  });

  it.each(['mid-section', 'mean-section'] as const)('comes near the integral by %s', (method) => {
    const [widthM, depthM] = [20, 3];
    const parabola = Array.from({ length: 401 }, (_, i) => {
      const x = (i / 400) * 2 - 1;
      return [(widthM * i) / 400, depthM * x * x] as const;
    });
    const many = Array.from({ length: 199 }, (_, i) => {
      const x = ((i + 1) / 200) * 2 - 1;
      return vertical((widthM * (i + 1)) / 200, 2 * (1 - x * x));
    });
    const wetted = wet(depthM - 1e-9, ...parabola);
    const { totalM3ps } = computeDischarge(wetted, many, { ...settings, method });
    expect(totalM3ps / ((widthM / 2) * depthM * 2 * (16 / 15))).toBeCloseTo(1, 3);
  });

  it('scales with alpha, of all or of one vertical', () => {
    const half = verticals.map((measured) => ({ ...measured, alpha: 0.5 }));
    expect(computeDischarge(triangle(), half, settings).totalM3ps).toBeCloseTo(2.9, 12);
    const middle = verticals.map((measured, i) => ({ ...measured, alpha: i === 1 ? 0.5 : 1 }));
    expect(computeDischarge(triangle(), middle, settings).totalM3ps).toBeCloseTo(3.8, 12);
    const over = [vertical(6, 1, { alpha: 1.1 })];
    expect(() => computeDischarge(triangle(), over, settings)).toThrow(/Vertical 6 has alpha 1.1/);
  });

  it.each(['mid-section', 'mean-section'] as const)('has rows that sum to the totals by %s', (method) => {
    const discharge = computeDischarge(triangle(), verticals, { ...settings, method });
    expect(sum(discharge.panels.map((panel) => panel.dischargeM3ps))).toBe(discharge.totalM3ps);
    expect(sum(discharge.panels.map((panel) => panel.areaM2))).toBe(discharge.panelAreaM2);
  });

  it('counts a vertical without velocity as 0 and gives the width of an unused one to its neighbours', () => {
    const missing = computeDischarge(triangle(), [verticals[0]!, vertical(6, null), verticals[2]!], settings);
    expect([missing.totalM3ps, missing.missing]).toEqual([expect.closeTo(1.8, 12), 1]);
    const unused = vertical(6, 1, { use: 'not-used', reason: 'low coherency' });
    const left = computeDischarge(triangle(), [verticals[0]!, unused, verticals[2]!], settings);
    expect(left.totalM3ps).toBeCloseTo(0.5 * 1 * 3 + 0.4 * 1 * 3, 12);
    const row = left.panels.find(({ id }) => id === '6')!;
    expect([row.source, row.reason, row.widthM]).toEqual(['not-used', 'low coherency', 0]);
  });

  it('lists verticals outside the water without counting them', () => {
    const { panels, totalM3ps } = computeDischarge(triangle(), [...verticals, vertical(11, 3)], settings);
    expect(totalM3ps).toBeCloseTo(5.8, 12);
    expect(panels.at(-1)).toMatchObject({ id: '11', source: 'not-used', reason: 'outside the water' });
  });

  it('adds an edge at rest at both banks', () => {
    const { panels } = computeDischarge(triangle(), verticals, settings);
    for (const edge of [panels[0]!, panels.at(-1)!]) {
      expect(edge).toMatchObject({ source: 'edge', surfaceVelocityMps: 0, dischargeM3ps: 0 });
    }
  });

  it('refuses two verticals at one station', () => {
    expect(() => computeDischarge(triangle(), [vertical(6, 1), vertical(6, 2)], settings)).toThrow(
      /both at station 6 m/,
    );
  });
});

describe('gaps', () => {
  const wetted = () => wet(2, [0, 2], [1, 1], [5, -1], [9, 1.5], [10, 2]);
  const stations = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  function filledWith(method: 'froude' | 'log-law', velocityOf: (depthM: number) => number) {
    const water = wetted();
    const measured = stations.map((stationM) => {
      const gap = [1, 4, 5, 9].includes(stationM);
      return vertical(stationM, gap ? null : velocityOf(depthAt(water, stationM)));
    });
    const gaps = { ...defaultGapSettings, method };
    return computeDischarge(water, measured, { ...settings, gaps });
  }

  it.each([
    ['froude', (depthM: number) => 0.3 * Math.sqrt(9.80665 * depthM)],
    ['log-law', (depthM: number) => 0.1 * Math.sqrt(depthM) * Math.log(depthM / 0.005)],
  ] as const)('are filled by %s, exactly where the law holds, and marked', (method, velocityOf) => {
    const { panels, filled, missing, filledShare } = filledWith(method, velocityOf);
    const rows = panels.filter(({ source }) => source === 'filled');
    expect(rows.map(({ stationM }) => stationM)).toEqual([1, 4, 5, 9]);
    for (const row of rows) expect(row.surfaceVelocityMps).toBeCloseTo(velocityOf(row.depthM), 12);
    expect([filled, missing]).toEqual([4, 0]);
    expect(filledShare).toBeCloseTo(
      sum(rows.map(({ dischargeM3ps }) => dischargeM3ps)) / sum(panels.map((row) => row.dischargeM3ps)),
      12,
    );
  });

  it('stay missing where nothing was measured', () => {
    const gaps = defaultGapSettings;
    const { missing, filled, totalM3ps } = computeDischarge(triangle(), [vertical(6, null)], {
      ...settings,
      gaps,
    });
    expect([missing, filled, totalM3ps]).toEqual([1, 0, 0]);
  });

  it('make the discharge less certain', () => {
    const measured = [3, 4, 5, 6, 7, 8, 9].map((stationM) => vertical(stationM, stationM === 6 ? null : 1));
    const gaps = defaultGapSettings;
    const filled = computeDischarge(triangle(), measured, { ...settings, gaps }).iso748!;
    expect(filled.contributions.velocity).toBeGreaterThan(0.1);
  });
});

describe('uncertainty', () => {
  /** 25 verticals of equal share, 1 m deep, in a flume. */
  function flume(depthM: number) {
    const water = wet(depthM, [0, 9], [0, 0], [26, 0], [26, 9]);
    const measured = Array.from({ length: 25 }, (_, i) => vertical(i + 1, 1));
    return computeDischarge(water, measured, settings);
  }

  it.each([
    [1, 0.005],
    [0.3, 0.015],
  ])('follows ISO 748 by hand: 25 verticals %d m deep', (depthM, depthFraction) => {
    const { total, u95, contributions } = flume(depthM).iso748!;
    const systematic = 0.01 ** 2 + 0.01 ** 2 + 0.03 ** 2;
    const vertical = 0.005 ** 2 + depthFraction ** 2 + 0.07 ** 2 + 0.08 ** 2;
    expect(total).toBeCloseTo(Math.sqrt(systematic + 0.02 ** 2 + vertical / 25), 12);
    expect(u95).toBe(2 * total);
    expect(sum(Object.values(contributions))).toBeCloseTo(1, 12);
    expect(contributions.verticals).toBeCloseTo(0.02 ** 2 / total ** 2, 12);
  });

  it('takes the uncertainty of each velocity in', () => {
    const water = wet(1, [0, 9], [0, 0], [26, 0], [26, 9]);
    const measured = Array.from({ length: 25 }, (_, i) => vertical(i + 1, 2, { uncertaintyMps: 0.5 }));
    const { total } = computeDischarge(water, measured, settings).iso748!;
    expect(total ** 2 - flume(1).iso748!.total ** 2).toBeCloseTo(0.25 ** 2 / 25, 12);
  });

  it.each([
    [1, 0.075],
    [5, 0.075],
    [12, 0.039],
    [25, 0.02],
    [35, 0.01],
    [90, 0.01],
  ])('for %d verticals is %d', (verticals, fraction) => {
    expect(verticalsFraction(verticals)).toBeCloseTo(fraction, 12);
  });

  it('estimates from scatter about the neighbours by hand', () => {
    const water = wet(1, [0, 9], [0, 0], [8, 0], [8, 9]);
    const velocities = [1, 1, 1.2, 1, 1, 1, 1];
    const measured = velocities.map((velocity, i) => vertical(i + 1, velocity));
    const { panels, totalM3ps, interpolatedVariance } = computeDischarge(water, measured, settings);
    // Nine verticals; the odd one, at index 3, is off by 0.2 and puts each neighbour off by 0.1. w is 1/2.
    const scatter = (0.2 ** 2 + 2 * 0.1 ** 2) / (2 * 0.75) / (9 - 5);
    const random = sum(
      panels.map(({ dischargeM3ps: q, meanVelocityMps: v }) =>
        v === 0 ? 0 : (q / totalM3ps) ** 2 * (scatter / v ** 2 + 0.005 ** 2),
      ),
    );
    expect(interpolatedVariance!.total).toBeCloseTo(
      Math.sqrt(0.01 ** 2 + 0.01 ** 2 + 0.03 ** 2 + random),
      12,
    );
    expect(sum(Object.values(interpolatedVariance!.contributions))).toBeCloseTo(1, 12);
  });

  it('is not estimated from scatter with fewer than six verticals', () => {
    const three = [vertical(4, 1), vertical(6, 1), vertical(8, 1)];
    expect(computeDischarge(triangle(), three, settings).interpolatedVariance).toBeNull();
    expect(
      computeDischarge(triangle(), [...three, vertical(9, 1)], settings).interpolatedVariance,
    ).not.toBeNull();
  });

  it('is that of the verticals, whichever method sums them', () => {
    const measured = [3, 4, 5, 6, 7, 8, 9].map((stationM) => vertical(stationM, 1 + 0.1 * (stationM % 2)));
    const of = (method: DischargeSettings['method']) => {
      const { iso748, interpolatedVariance } = computeDischarge(triangle(), measured, {
        ...settings,
        method,
      });
      return { iso748, interpolatedVariance };
    };
    expect(of('mean-section')).toEqual(of('mid-section'));
    expect(of('mean-section').interpolatedVariance!.total).toBeLessThan(0.5);
  });

  it('is not given where nothing flows', () => {
    const { iso748, interpolatedVariance } = computeDischarge(triangle(), [vertical(6, 0)], settings);
    expect([iso748, interpolatedVariance]).toEqual([null, null]);
  });
});

describe('the published method', () => {
  /** A flume 6 m wide, its far wall surveyed by two points at one station. */
  const flume = () => wet(1.5, [0, 2], [0, 0.5], [3, 0.3], [6, 0.5], [6, 4]);
  const across = [1.5, 3, 4.5].map((stationM) => vertical(stationM, 1));

  it('has depths below zero at the top of a wall, which the others never have', () => {
    const published = computeDischarge(flume(), across, { ...settings, method: 'published' });
    const depths = published.panels.map(({ depthM }) => depthM);
    [1, 1.1, 1.2, 1.1, -2.5].forEach((depthM, i) => {
      expect(depths[i]).toBeCloseTo(depthM, 12);
    });
    const honest = computeDischarge(flume(), across, settings);
    expect(Math.min(...honest.panels.map(({ depthM }) => depthM))).toBeGreaterThan(0);
    expect(honest.panelAreaM2 - published.panelAreaM2).toBeCloseTo(0.75 * (1 + 2.5), 12);
    expect(honest.wetted.areaM2).toBe(published.wetted.areaM2);
  });
});
