import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodePng } from '../../../images/encode-png.js';
import { zipOf } from '../../testing/zip.js';
import { rectify } from '../check-scaffold.js';
import { readScaffold } from '../read-scaffold.js';
import { readScaffoldFile } from '../read-scaffold-file.js';
import { readMat } from './mat-file.js';
import { scaffoldFromIvy } from './read-ivy.js';
import { surveyOfMat } from './survey-of-mat.js';

const fixture = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../testing/fixtures', name));

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'river-ivy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Water 12.8 … 32.7 ft wide between the banks of the fixture at 2 m, seen from straight above, 100 px a metre. */
const project = {
  rectification_method: 'homography',
  rectification_parameters: {
    homography_matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    pixel_coords: [
      [10, 10],
      [790, 10],
      [10, 590],
      [790, 590],
    ],
    world_coords: [
      [0.1, 5.9, 2],
      [7.9, 5.9, 2],
      [0.1, 0.1, 2],
      [7.9, 0.1, 2],
    ],
    pad_x: 0,
    pad_y: 0,
    extent: [0, 8, 0, 6],
    water_surface_elev: 2,
  },
  cross_section_line: '[[[99.5, 299.5], [653.5, 299.5]]]',
  bathymetry_ac3_filename: 'C:\\survey\\survey-feet.mat',
  number_grid_points_along_xs_line: 25,
  pixel_ground_scale_distance_m: 0.01,
  extraction_timestep_ms: 33.3,
  stiv_search_line_length_m: 1.5,
  stiv_phi_origin: 180,
  stiv_phi_range: 15,
  stiv_dphi: 1,
  stiv_num_pixels: 32,
  stiv_gaussian_blur_sigma: 0.7,
  stiv_max_vel_threshold_mps: 4,
  is_ortho_flip_x: false,
  is_ortho_flip_y: false,
  display_units: 'English',
  ffmpeg_parameters: { frame_step: 2 },
};
type Project = Record<string, unknown>;

const frame = encodePng(800, 600, new Uint8Array(800 * 600));

const filesOf = (change: Project, more: Record<string, string | Uint8Array> = {}) => ({
  'project_data.json': JSON.stringify({ ...project, ...change }),
  '1-images/f00001.png': frame,
  '5-discharge/survey-feet.mat': fixture('survey-feet.mat'),
  ...more,
});

async function stored(bytes: Uint8Array, name = 'site.ivy') {
  const at = path.join(folder, `${made++}.ivy`);
  await writeFile(at, bytes);
  return { path: at, name };
}
const read = async (change: Project = {}, more: Record<string, string | Uint8Array> = {}) =>
  scaffoldFromIvy(await stored(zipOf(filesOf(change, more))));
const codesOf = async (change: Project) =>
  (await read(change)).problems.map(({ code, place }) => `${code} ${place.parameter ?? ''}`);

describe('a MATLAB file', () => {
  it.each(['survey-feet.mat', 'survey-metres.mat'])(
    '%s is read: numbers, text, cells and structures',
    (name) => {
      const { AC3, other } = readMat(fixture(name));
      expect(other).toMatchObject({ kind: 'numbers', rows: 1, columns: 5 });
      expect(AC3).toMatchObject({
        kind: 'structs',
        structs: [
          {
            units: { kind: 'text', text: name.includes('feet') ? 'English' : 'Metric' },
            csv_survey: { kind: 'numbers', rows: 6, columns: 3 },
            list: { kind: 'cells', cells: [{ kind: 'numbers' }, { kind: 'text', text: 'a' }] },
          },
        ],
      });
    },
  );
  it('gives the survey in metres, whatever its units, walls included', () => {
    const [feet, metres] = ['survey-feet.mat', 'survey-metres.mat'].map((name) =>
      surveyOfMat(fixture(name), 0.3048),
    );
    expect(feet!.units).toBe('ft');
    expect(metres!.units).toBe('m');
    expect(feet!.points).toHaveLength(6);
    expect(feet!.points[1]).toEqual({
      stationM: expect.closeTo(2 * 0.3048, 12),
      elevationM: expect.closeTo(4.25 * 0.3048, 12),
    });
    expect(feet!.points[4]!.stationM).toBe(feet!.points[5]!.stationM);
    feet!.points.forEach((point, i) => {
      expect(metres!.points[i]!.elevationM).toBeCloseTo(point.elevationM, 9);
    });
  });
  it('is refused with a reason when it is cut, of another version or no such file', () => {
    const whole = fixture('survey-metres.mat');
    expect(() => readMat(whole.subarray(0, 400))).toThrow(/ends too early/);
    expect(() => readMat(whole.subarray(0, 60))).toThrow(/too short/);
    expect(() => readMat(Buffer.alloc(500))).toThrow(/no MATLAB file of version 5/);
    const newer = Buffer.alloc(500);
    newer.write('MATLAB 7.3 MAT-file');
    expect(() => readMat(newer)).toThrow(/HDF5/);
    const spoilt = Buffer.from(fixture('survey-feet.mat'));
    spoilt.fill(0x5a, 150, 180);
    expect(() => readMat(spoilt)).toThrow(/does not unpack/);
  });
});

describe('an .ivy project', () => {
  it('becomes a scaffold: every key has its effect', async () => {
    const { scaffold, problems, text } = await read();
    expect(problems).toEqual([]);
    expect(scaffold).toMatchObject({
      method: 'homography',
      displayUnits: 'ft',
      calibrationLevelM: 2,
      pixelM: 0.01,
      alpha: 0.85,
      frameStep: 1,
      maxSpeedMS: 4,
      camera: { widthPx: 800, heightPx: 600, lens: null },
      search: {
        kind: 'lines',
        stationsM: null,
        count: 23,
        lengthM: 1.5,
        directionDeg: 180,
        directionRangeDeg: 15,
        directionStepDeg: 1,
        blurSigmaPx: 0.7,
        correlationPx: 32,
      },
    });
    expect(rectify(scaffold!)!.method).toBe('homography');
    expect(readScaffold(text!, 'again.json').scaffold).toEqual(scaffold);
  });
  it('has its line decoded from text and laid over the edges of the water', async () => {
    const { section } = (await read()).scaffold!;
    expect(section.start).toEqual([expect.closeTo(1, 9), expect.closeTo(3, 9)]);
    expect(section.end).toEqual([expect.closeTo(6.54, 9), expect.closeTo(3, 9)]);
    // The bed falls from 12.25 ft at station 0 to 4.25 ft at 2 ft: 2 m (6.5617 ft) is reached at 1.4221 ft.
    expect(section.startStationM / 0.3048).toBeCloseTo(1.4221, 3);
    const asList = await read({ cross_section_line: JSON.parse(project.cross_section_line) });
    expect(asList.scaffold!.section).toEqual(section);
  });
  it('keeps grid points that are stored with it', async () => {
    const { scaffold } = await read({
      grid_points: [
        [199.5, 299.5],
        [299.5, 310],
      ],
    });
    const { search, section } = scaffold!;
    expect(search).toMatchObject({
      stationsM: [expect.closeTo(section.startStationM + 1, 9), expect.closeTo(section.startStationM + 2, 9)],
    });
  });
  it('is mirrored as its picture is', async () => {
    const { scaffold } = await read({ is_ortho_flip_x: true, stiv_phi_origin: 170 });
    expect(scaffold!.section.start[0]).toBeCloseTo(7, 9);
    expect(scaffold!.search).toMatchObject({ directionDeg: 190 });
    const upright = await read({ is_ortho_flip_y: true, stiv_phi_origin: 170 });
    expect(upright.scaffold!.search).toMatchObject({ directionDeg: 10 });
  });
  it('of a scale has its two points at the ground distance of the picture', async () => {
    const two = {
      pixel_coords: [
        [100, 300],
        [700, 300],
      ],
      world_coords: [
        [0, 0],
        [6, 0],
      ],
    };
    const { scaffold } = await read({
      rectification_method: 'scale',
      rectification_parameters: { ...two, water_surface_elev: 2 },
    });
    expect(scaffold!.method).toBe('scale');
    const [a, b] = scaffold!.controlPoints.map(({ world }) => world[0]);
    expect(b! - a!).toBeCloseTo(6, 9);
  });
  it('warns where its line is not as wide as the water', async () => {
    const { problems } = await read({ cross_section_line: '[[[99.5, 299.5], [399.5, 299.5]]]' });
    expect(problems.map(({ code }) => code)).toEqual(['LINE_NOT_AS_WIDE']);
  });

  it.each([
    'rectification_method',
    'rectification_parameters',
    'cross_section_line',
    'bathymetry_ac3_filename',
    'stiv_search_line_length_m',
    'stiv_phi_origin',
    'stiv_phi_range',
    'stiv_dphi',
    'stiv_num_pixels',
    'pixel_ground_scale_distance_m',
  ])('without %s says so', async (key) => {
    const { scaffold, problems } = await read({ [key]: undefined });
    expect(scaffold).toBeNull();
    expect(problems.map(({ place }) => place.parameter)).toEqual([key]);
    expect(problems[0]!.message).toMatch(new RegExp(`^site.ivy: ${key}: it is missing`));
  });
  it('tells all that is missing at once', async () => {
    expect(
      await codesOf({ stiv_dphi: undefined, stiv_num_pixels: undefined, cross_section_line: 'x' }),
    ).toEqual(['BAD_SCAFFOLD cross_section_line', 'BAD_SCAFFOLD stiv_dphi', 'BAD_SCAFFOLD stiv_num_pixels']);
    const { world_coords: _, ...parameters } = project.rectification_parameters;
    expect(await codesOf({ rectification_parameters: parameters })).toEqual([
      'BAD_SCAFFOLD rectification_parameters.world_coords',
    ]);
  });
  it('needs its survey', async () => {
    expect(await codesOf({ bathymetry_ac3_filename: 'other.mat' })).toEqual([
      'BAD_SCAFFOLD bathymetry_ac3_filename',
    ]);
    const { problems } = await read({}, { '5-discharge/survey-feet.mat': Buffer.alloc(300) });
    expect(problems[0]!.message).toContain('survey-feet.mat: it is no MATLAB file');
  });
  it('without a frame takes the size of the video, and says so where there is none', async () => {
    const { '1-images/f00001.png': _, ...others } = filesOf({});
    const file = await stored(zipOf(others));
    expect((await scaffoldFromIvy(file)).problems.map(({ place }) => place.parameter)).toEqual(['1-images']);
    const { scaffold } = await scaffoldFromIvy(file, async () => ({ widthPx: 820, heightPx: 600 }));
    expect(scaffold!.camera.widthPx).toBe(820);
  });

  it('that is damaged, unsafe, too large or no archive is refused', async () => {
    const whole = zipOf(filesOf({}));
    const huge = zipOf(
      filesOf({}, { 'project_data.json': JSON.stringify({ x: 'x'.repeat(17 * 1024 * 1024) }) }),
    );
    const cases: [Uint8Array, RegExp][] = [
      [Buffer.from('not a zip at all, only text'.repeat(20)), /no directory at its end/],
      [whole.subarray(0, whole.length - 30), /no directory at its end/],
      [zipOf(filesOf({}, { '../../outside.txt': 'x' })), /outside of its directory/],
      [zipOf(filesOf({}, { '/etc/passwd': 'x' })), /absolute path/],
      [huge, /at most 16777216 are read/],
      [zipOf({ 'notes.txt': 'x' }), /project_data.json: it is not in the archive/],
      [zipOf(filesOf({}, { 'project_data.json': '{' })), /project_data.json: it is no JSON/],
    ];
    for (const [bytes, message] of cases) {
      const { scaffold, problems } = await scaffoldFromIvy(await stored(bytes));
      expect(scaffold).toBeNull();
      expect(problems).toHaveLength(1);
      expect(problems[0]!.message).toMatch(message);
    }
  });
  it('is opened wherever a scaffold is, by its contents', async () => {
    const file = await stored(zipOf(filesOf({})), 'site.json');
    expect((await readScaffoldFile(file)).scaffold?.displayUnits).toBe('ft');
  });
});
