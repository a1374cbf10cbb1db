import { describe, expect, it } from '@jest/globals';
import { hasReference } from '../testing/reference.js';
import { referenceScaffold } from '../testing/reference-scaffold.js';
import { rectify } from './check-scaffold.js';
import { readScaffold, scaffoldText } from './read-scaffold.js';
import { lengthText } from './units.js';

/** A picture of 1000 × 800 pixels seen from straight above, 100 px a metre. */
const plain = {
  format: 'batchyard-river-scaffold',
  version: 1,
  units: 'm',
  camera: { width_px: 1000, height_px: 800 },
  control_points: [
    { name: 'A', pixel: [100, 100], world: [1, 7, 5] },
    { name: 'B', pixel: [900, 100], world: [9, 7, 5] },
    { name: 'C', pixel: [100, 700], world: [1, 1, 5] },
    { name: 'D', pixel: [900, 700], world: [9, 1, 5] },
  ],
  cross_section: {
    start: [0, 4],
    end: [10, 4],
    points: [
      [0, 6],
      [5, 3],
      [10, 6],
    ],
  },
  search: { kind: 'lines', length: 2 },
};
type Plain = typeof plain;

const read = (change: Partial<Record<keyof Plain | string, unknown>> = {}) =>
  readScaffold(JSON.stringify({ ...plain, ...change }), 'site.json');
const codes = (change: Record<string, unknown>) => read(change).problems.map(({ code }) => code);
const points = (change: (point: Plain['control_points'][number], i: number) => object) => ({
  control_points: plain.control_points.map((point, i) => ({ ...point, ...change(point, i) })),
});

describe('scaffold', () => {
  it('is read with defaults: alpha 0.85, 25 lines, every frame', () => {
    const { scaffold, problems } = read();
    expect(problems).toEqual([]);
    expect(scaffold).toMatchObject({
      alpha: 0.85,
      frameStep: 1,
      displayUnits: 'm',
      search: { kind: 'lines', count: 25, lengthM: 2, stationsM: null },
    });
    expect(rectify(scaffold!)!.method).toBe('homography');
  });
  it('stores metres of a survey in feet and shows both', () => {
    const { scaffold } = read({ units: 'ft', rectification: { calibration_level: 318.211 } });
    expect(scaffold!.calibrationLevelM).toBeCloseTo(96.991, 3);
    expect(scaffold!.controlPoints[1]!.world[0]).toBeCloseTo(9 * 0.3048, 12);
    expect(scaffold!.displayUnits).toBe('ft');
    expect(lengthText(scaffold!.calibrationLevelM!, 'ft')).toBe('318.211 ft (96.991 m)');
  });
  it('comes back from its own text', () => {
    const lens = { focal_x_px: 900, focal_y_px: 910, center_x_px: 500, center_y_px: 400, k1: -0.01 };
    for (const change of [
      { units: 'ft', camera: { ...plain.camera, lens } },
      {
        search: { kind: 'grid', spacing: 0.5, window: 1 },
        region_of_interest: [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    ]) {
      const { scaffold } = read(change);
      expect(readScaffold(scaffoldText(scaffold!), 'again.json').scaffold).toEqual(scaffold);
    }
  });
  it('tells every problem of its form at once, with its place', () => {
    const { scaffold, problems } = read({ alpha: 1.2, units: 'inch', frame_step: 0, extra: 1 });
    expect(scaffold).toBeNull();
    expect(problems.map(({ place }) => place.parameter)).toEqual(
      expect.arrayContaining(['alpha', 'units', 'frame_step']),
    );
    expect(problems.find(({ place }) => place.parameter === 'alpha')).toMatchObject({ value: '1.2' });
    expect(problems.some(({ message }) => message.includes('extra'))).toBe(true);
  });
  it.each([
    ['0', 0],
    ['negative', -0.1],
    ['above 1', 1.01],
  ])('refuses an alpha that is %s', (_, alpha) => {
    expect(codes({ alpha })).toEqual(['BAD_SCAFFOLD']);
  });
  it('is not any text', () => {
    expect(readScaffold('{', 'site.json').problems[0]).toMatchObject({
      code: 'NOT_JSON',
      place: { file: 'site.json' },
    });
  });
  it('names each missing part', () => {
    const { control_points, search, ...rest } = plain;
    const { problems } = readScaffold(JSON.stringify(rest), 'site.json');
    expect(control_points.length + Object.keys(search).length).toBeGreaterThan(0);
    expect(problems.map(({ place }) => place.parameter).sort()).toEqual(['control_points', 'search']);
  });
});

describe('control points', () => {
  it('are too few, one of the other kinds of wrong at the same time', () => {
    expect(
      codes({
        control_points: plain.control_points.slice(0, 3),
        cross_section: { ...plain.cross_section, end: [0, 4] },
      }),
    ).toEqual(['TOO_FEW_CONTROL_POINTS', 'SECTION_WITHOUT_DIRECTION']);
  });
  it('are too few for the method asked for', () => {
    expect(codes({ rectification: { method: 'camera' } })).toEqual(['TOO_FEW_CONTROL_POINTS']);
  });
  it('are collinear', () => {
    expect(
      codes(points((_, i) => ({ pixel: [100 * (i + 1), 100 * (i + 1)], world: [i, 7 - i, 5] }))),
    ).toEqual(['COLLINEAR_CONTROL_POINTS']);
  });
  it('are given twice, by name, pixel or place', () => {
    const first = plain.control_points[0]!;
    expect(codes({ control_points: [...plain.control_points, first] })).toEqual(
      expect.arrayContaining(Array(3).fill('DUPLICATE_CONTROL_POINT')),
    );
    const { problems } = read({
      control_points: [...plain.control_points, { ...first, name: 'E', pixel: [500, 400] }],
    });
    expect(problems.find(({ code }) => code === 'DUPLICATE_CONTROL_POINT')!.message).toBe(
      'Control points A and E have the same place in the world: 1.000, 7.000, 5.000.',
    );
  });
  it('lie outside of the picture', () => {
    expect(codes(points((point, i) => (i === 1 ? { pixel: [1100, point.pixel[1]] } : {})))).toContain(
      'CONTROL_POINT_OUTSIDE',
    );
  });
  it('do not fit: the error is told in pixels and in metres', () => {
    const more = [...plain.control_points, { name: 'E', pixel: [500, 420], world: [5, 4, 5] }];
    const { scaffold, problems } = read({
      control_points: [...more, { name: 'F', pixel: [500, 100], world: [5, 7, 5] }],
    });
    expect(scaffold).not.toBeNull();
    const error = problems.find(({ code }) => code === 'REPROJECTION_ERROR')!;
    expect(error.severity).toBe('warning');
    expect(error.message).toMatch(/missed by \d+\.\d px, 0\.\d{3} m on the ground/);
    expect(problems.find(({ code }) => code === 'SUSPECT_CONTROL_POINT')!.message).toMatch(
      /^Control point E lies 20\.0 px/,
    );
  });
  it('at different heights are a doubtful plane', () => {
    expect(codes(points((point, i) => ({ world: [point.world[0]!, point.world[1]!, 5 + i] })))).toEqual([
      'UNEVEN_CONTROL_POINTS',
    ]);
  });
});

describe('section, search and region', () => {
  it('must lie where something is', () => {
    expect(codes({ search: { kind: 'lines', length: 2, stations: [5, 11] } })).toEqual(['STATION_OUTSIDE']);
    expect(
      codes({
        region_of_interest: [
          [-9, -9],
          [-5, -9],
          [-5, -5],
        ],
      }),
    ).toEqual(['REGION_OUTSIDE']);
    expect(
      codes({
        region_of_interest: [
          [1, 1],
          [2, 2],
        ],
      }),
    ).toEqual(['BAD_SCAFFOLD']);
  });
  it('take the problems of a survey to its place', () => {
    const survey = {
      ...plain.cross_section,
      points: [
        [0, 6],
        [5, 3],
        [4, 6],
        [9, 5],
      ],
    };
    const { problems } = read({ cross_section: survey });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]!.place.parameter).toContain('cross_section');
  });
});

const given = hasReference ? it : it.skip;
given('scaffolds of the reference have no problems and fit a camera', () => {
  for (const video of ['video_A', 'video_C']) {
    const { scaffold, problems } = readScaffold(JSON.stringify(referenceScaffold(video)), `${video}.json`);
    expect(problems).toEqual([]);
    expect(rectify(scaffold!)).toMatchObject({ method: 'camera', planeElevationM: null });
  }
});
