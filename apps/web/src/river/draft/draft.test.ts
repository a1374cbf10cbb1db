import { describe, expect, it } from '@jest/globals';
import { emptyDraft, newPoint, numberOf, type ScaffoldDraft } from './draft';
import { draftOfFile } from './draft-of-file';
import { fileOfDraft } from './file-of-draft';
import { readDraft, writeDraft } from './stored-draft';

const file = {
  format: 'batchyard-river-scaffold',
  version: 1,
  title: 'Weir',
  units: 'ft',
  display_units: 'm',
  camera: {
    width_px: 640,
    height_px: 480,
    lens: {
      focal_x_px: 500,
      focal_y_px: 501,
      center_x_px: 320,
      center_y_px: 240,
      k1: -0.1,
      k2: 0,
      p1: 0,
      p2: 0,
      k3: 0,
    },
  },
  control_points: [
    { name: 'A', pixel: [10.5, 20], world: [1, 2, 3], use: 'fit' },
    { name: 'B', pixel: [30, 40], world: [4, 5, 6], use: 'check' },
  ],
  rectification: { method: 'camera', calibration_level: 318.2, pixel_size: 0.05 },
  cross_section: {
    start: [0, 1],
    end: [9, 1],
    start_station: 2,
    start_bank: 'right',
    points: [
      [2, 10],
      [11, 10],
    ],
  },
  search: { kind: 'lines', stations: [3, 4.5], count: 25, length: 4, skew_deg: 5, direction_range_deg: 15 },
  region_of_interest: [
    [0, 0],
    [9, 0],
    [9, 9],
  ],
  frame_step: 2,
  alpha: 0.9,
  max_speed: 3,
};

describe('a scaffold file', () => {
  it('comes back from the form as it was, also what the form has no field for', () => {
    expect(fileOfDraft(draftOfFile(file))).toEqual(file);
    const grid = { ...file, search: { kind: 'grid', points: [[1, 2]], spacing: 1, window: 0.5, rows: 3 } };
    expect(fileOfDraft(draftOfFile(grid))).toEqual(grid);
  });
});

describe('an unfinished form', () => {
  it('leaves out what was not begun', () => {
    const { cross_section, camera, control_points, region_of_interest } = fileOfDraft(emptyDraft);
    expect([cross_section, camera, control_points, region_of_interest]).toEqual([
      undefined,
      undefined,
      [],
      null,
    ]);
  });
  it('leaves out points without a pixel or a place', () => {
    const clicked = newPoint([], [1, 2]);
    const whole = { ...newPoint([clicked], [3, 4]), x: '1', y: '2,5', z: '−3' };
    const surveyed = { ...whole, pixel: null };
    const { control_points } = fileOfDraft({ ...emptyDraft, points: [clicked, whole, surveyed] });
    expect(control_points).toEqual([{ name: 'P2', pixel: [3, 4], world: [1, 2.5, -3], use: 'fit' }]);
  });
  it('hands on what is no number, for the check to refuse', () => {
    const section = { ...emptyDraft.section, startX: '1', startY: 'left of the tree' };
    expect(fileOfDraft({ ...emptyDraft, alpha: 'high', section })).toMatchObject({
      alpha: 'high',
      cross_section: { start: [1, 'left of the tree'] },
    });
  });
  it('survives a reload, and nothing else in the storage is taken for it', () => {
    const draft: ScaffoldDraft = { ...emptyDraft, widthPx: 10, heightPx: 20, points: [newPoint([], null)] };
    const stored = { draft, frameFileId: '7', timeS: 1.5 };
    expect(readDraft(writeDraft(stored))).toEqual(stored);
    expect(writeDraft({ draft: emptyDraft, frameFileId: null, timeS: 0 })).toBeNull();
    for (const text of [null, '', '{}', '{"draft":{},"timeS":1}', '[]']) expect(readDraft(text)).toBeNull();
  });
});

it.each([
  ['1.5', 1.5],
  [' 1,5 ', 1.5],
  ['−2', -2],
  ['1e3', 1000],
  ['', null],
  ['1,234,5', null],
  ['x', null],
])('%j is the number %j', (text, value) => {
  expect(numberOf(text)).toBe(value);
});
