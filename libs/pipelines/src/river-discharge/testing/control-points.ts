import { readFileSync } from 'node:fs';
import type { ControlPoint } from '../rectification/points.js';
import { referencePath } from './reference.js';

/** Control points of a reference video: those of the fit, and those kept back as a check. */
export function readControlPoints(video: string): Record<'fit' | 'check', ControlPoint[]> {
  const rows = readFileSync(referencePath(video, 'gcps.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  const ofRole = (role: string) =>
    rows
      .map((row) => row.split(','))
      .filter((cells) => cells[6] === role)
      .map(([name, ...cells]): ControlPoint => {
        const [x, y, z, u, v] = cells.map(Number) as [number, number, number, number, number];
        return { name: name!, pixel: [u, v], world: [x, y, z] };
      });
  return { fit: ofRole('fit'), check: ofRole('check') };
}
