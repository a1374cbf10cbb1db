/** A scaffold as it stands in the form: texts as typed, so that nothing half-typed is lost. */
import type { JsonObject } from '@batchyard/domain';

export type LengthUnit = 'm' | 'ft';
export type Method = 'automatic' | 'scale' | 'homography' | 'camera';
/** u to the right and v down from the upper left corner of the picture. */
export type Pixel = readonly [number, number];

export interface PointDraft {
  readonly key: number;
  readonly name: string;
  /** null: not clicked yet. */
  readonly pixel: Pixel | null;
  readonly x: string;
  readonly y: string;
  readonly z: string;
  /** `check`: kept back from the fit. */
  readonly use: 'fit' | 'check';
}

export interface BedDraft {
  readonly key: number;
  readonly station: string;
  readonly elevation: string;
}

export const lensFields = [
  'focal_x_px',
  'focal_y_px',
  'center_x_px',
  'center_y_px',
  'k1',
  'k2',
  'p1',
  'p2',
  'k3',
] as const;
export type LensField = (typeof lensFields)[number];

export interface SectionDraft {
  readonly startX: string;
  readonly startY: string;
  readonly endX: string;
  readonly endY: string;
  readonly startStation: string;
  readonly startBank: 'left' | 'right';
  readonly bed: readonly BedDraft[];
}

export interface SearchDraft {
  readonly kind: 'lines' | 'grid';
  readonly count: string;
  /** Comma-separated; empty: `count` of them. */
  readonly stations: string;
  readonly length: string;
  readonly skew: string;
  readonly spacing: string;
  readonly window: string;
  readonly rows: string;
  /** What a file says of the search that the form has no field for. */
  readonly more: JsonObject;
}

export interface ScaffoldDraft {
  readonly title: string;
  readonly units: LengthUnit;
  readonly displayUnits: LengthUnit | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly points: readonly PointDraft[];
  readonly method: Method;
  readonly calibrationLevel: string;
  readonly pixelSize: string;
  readonly lens: Readonly<Record<LensField, string>>;
  readonly section: SectionDraft;
  readonly search: SearchDraft;
  readonly region: readonly Pixel[];
  readonly frameStep: string;
  readonly alpha: string;
  readonly maxSpeed: string;
  /** For looking at lines and section; jobs get theirs as a parameter. */
  readonly waterLevel: string;
}

export const emptyDraft: ScaffoldDraft = {
  title: '',
  units: 'm',
  displayUnits: null,
  widthPx: null,
  heightPx: null,
  points: [],
  method: 'automatic',
  calibrationLevel: '',
  pixelSize: '0.02',
  lens: Object.fromEntries(lensFields.map((field) => [field, ''])) as Record<LensField, string>,
  section: {
    startX: '',
    startY: '',
    endX: '',
    endY: '',
    startStation: '0',
    startBank: 'left',
    bed: [],
  },
  search: {
    kind: 'lines',
    count: '25',
    stations: '',
    length: '4',
    skew: '0',
    spacing: '1',
    window: '1',
    rows: '3',
    more: {},
  },
  region: [],
  frameStep: '1',
  alpha: '0.85',
  maxSpeed: '10',
  waterLevel: '',
};

/** A key that none of the rows has. */
export function nextKey(rows: readonly { readonly key: number }[]): number {
  return rows.reduce((highest, { key }) => Math.max(highest, key), 0) + 1;
}

/** A name that none of the points has: P1, P2, … */
export function nextName(points: readonly PointDraft[]): string {
  const names = new Set(points.map(({ name }) => name));
  let number = points.length + 1;
  while (names.has(`P${number}`)) number += 1;
  return `P${number}`;
}

export function newPoint(points: readonly PointDraft[], pixel: Pixel | null): PointDraft {
  return { key: nextKey(points), name: nextName(points), pixel, x: '', y: '', z: '', use: 'fit' };
}

/** A number as typed, with a point or a comma; null where it is none. */
export function numberOf(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\u2212\u2013]/, '-')
    .replace(/^([^,.]*),([^,.]*)$/, '$1.$2');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? null : value;
}

/** Pixels to a hundredth: nobody clicks better. */
export function roundPixel([u, v]: Pixel): Pixel {
  const round = (value: number) => Math.round(value * 100) / 100;
  return [round(u), round(v)];
}
