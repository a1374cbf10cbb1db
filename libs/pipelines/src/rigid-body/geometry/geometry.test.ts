import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../execution/random.js';
import { markerDistance, medianDistance, medianDistanceMatrix } from './distances.js';
import { symmetricEigen } from './eigen.js';
import { medianInPlace } from './median.js';
import { createPoseFitWorkspace, fitPose } from './pose-fit.js';
import { dot, makeContinuous, normalise, rotateLeft, rotationMatrix, slerp } from './quaternion.js';
import { pointsFromDistances } from './scaling.js';

const random = seededRandom('geometry');
const numbers = (n: number) => Float64Array.from({ length: n }, () => 2 * random() - 1);

function randomQuaternion(): Float64Array {
  const q = numbers(4);
  normalise(q, 0);
  return q;
}

function rotate(q: Float64Array, p: ArrayLike<number>): number[] {
  const R = new Float64Array(9);
  rotationMatrix(q, 0, R);
  return [0, 1, 2].map((k) => R[k * 3]! * p[0]! + R[k * 3 + 1]! * p[1]! + R[k * 3 + 2]! * p[2]!);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 10): void {
  Array.from(expected).forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

describe('quaternions', () => {
  it('turn by a quarter about z', () => {
    expectClose(rotate(Float64Array.of(Math.SQRT1_2, 0, 0, Math.SQRT1_2), [1, 2, 3]), [-2, 1, 3]);
  });

  it('keep lengths and angles', () => {
    const q = randomQuaternion();
    const [a, b] = [numbers(3), numbers(3)];
    const product = (u: ArrayLike<number>, v: ArrayLike<number>) =>
      u[0]! * v[0]! + u[1]! * v[1]! + u[2]! * v[2]!;
    expect(product(rotate(q, a), rotate(q, b))).toBeCloseTo(product(a, b), 12);
  });

  it('turned from the left by d move points by d × p to first order, and exactly for large d', () => {
    const q = randomQuaternion();
    const p = rotate(q, [1, 2, 3]);
    const turned = new Float64Array(4);
    rotateLeft(q, turned, 0, 1e-7, -2e-7, 3e-7);
    const cross = [-2e-7 * p[2]! - 3e-7 * p[1]!, 3e-7 * p[0]! - 1e-7 * p[2]!, 1e-7 * p[1]! + 2e-7 * p[0]!];
    expectClose(
      rotate(turned, [1, 2, 3]),
      p.map((value, k) => value + cross[k]!),
      12,
    );
    rotateLeft(q, turned, 0, 0, 0, Math.PI);
    expectClose(rotate(turned, [1, 2, 3]), [-p[0]!, -p[1]!, p[2]!]);
  });

  it('slerp goes along the shorter arc at even speed', () => {
    const a = Float64Array.of(1, 0, 0, 0);
    const b = Float64Array.of(-Math.cos(0.4), 0, 0, -Math.sin(0.4));
    const middle = new Float64Array(4);
    slerp(a, 0, b, 0, 0.25, middle, 0);
    expectClose(middle, [Math.cos(0.1), 0, 0, Math.sin(0.1)]);
    slerp(a, 0, a, 0, 0.5, middle, 0);
    expectClose(middle, a);
  });

  it('made continuous never jump to the other half of the sphere', () => {
    const q = Float64Array.of(1, 0, 0, 0, -0.8, 0, 0, -0.6, 0.6, 0, 0, 0.8);
    makeContinuous(q);
    expectClose(q, [1, 0, 0, 0, 0.8, 0, 0, 0.6, 0.6, 0, 0, 0.8]);
    expect(dot(q, 0, q, 4)).toBeCloseTo(0.8, 12);
  });
});

describe('symmetricEigen', () => {
  it.each([1, 4, 9])('decomposes a matrix of size %d', (n) => {
    const half = numbers(n * n);
    const matrix = Float64Array.from(
      { length: n * n },
      (_, i) => half[i]! + half[(i % n) * n + Math.floor(i / n)]!,
    );
    const { values, vectors } = symmetricEigen(matrix, n);
    for (let k = 0; k < n; k++) {
      if (k > 0) expect(values[k]!).toBeLessThanOrEqual(values[k - 1]!);
      for (let row = 0; row < n; row++) {
        let product = 0;
        for (let c = 0; c < n; c++) product += matrix[row * n + c]! * vectors[k * n + c]!;
        expect(product).toBeCloseTo(values[k]! * vectors[k * n + row]!, 11);
      }
    }
  });
});

describe('medianInPlace', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
    [[], Number.NaN],
  ])('of %j is %d', (values, median) => {
    expect(medianInPlace(Float64Array.from(values))).toBe(median);
  });
});

describe('distances', () => {
  // Two frames, three markers on a line; the third is seen in the second frame only, without the first.
  const gone = [Number.NaN, Number.NaN, Number.NaN];
  const points = Float64Array.from([0, 0, 0, 1, 0, 0, ...gone, ...gone, 0, 0, 0, 0, 2, 0]);

  it('are NaN where a marker is missing', () => {
    expect(markerDistance(points, 3, 0, 0, 1)).toBe(1);
    expect(markerDistance(points, 3, 0, 0, 2)).toBeNaN();
    expect(medianDistance(points, 3, 1, 2)).toBe(2);
    expect(medianDistance(points, 3, 0, 2)).toBeNaN();
  });

  it('of pairs never seen together go over other markers', () => {
    expect(Array.from(medianDistanceMatrix(points, 3))).toEqual([0, 1, 3, 1, 0, 2, 3, 2, 0]);
  });
});

describe('pointsFromDistances', () => {
  it('finds points with the given distances', () => {
    const body = numbers(18);
    const distances = medianDistanceMatrix(body, 6);
    const found = medianDistanceMatrix(pointsFromDistances(distances, 6), 6);
    expectClose(found, distances);
  });
});

describe('fitPose', () => {
  const body = numbers(15);
  const q = randomQuaternion();
  const shift = [3, -4, 5];
  const measured = new Float64Array(15);
  for (let m = 0; m < 5; m++) {
    measured.set(
      rotate(q, body.subarray(m * 3, m * 3 + 3)).map((value, k) => value + shift[k]!),
      m * 3,
    );
  }
  const fitted = new Float64Array(4);
  const translation = new Float64Array(3);
  const fit = (points: Float64Array) =>
    fitPose(body, points, 0, fitted, 0, translation, 0, createPoseFitWorkspace());

  it('finds the pose, also from three of the markers', () => {
    for (const missing of [[], [1, 3]]) {
      const points = measured.slice();
      for (const m of missing) points.fill(Number.NaN, m * 3, m * 3 + 3);
      expect(fit(points)).toBeCloseTo(0, 12);
      expect(Math.abs(dot(fitted, 0, q, 0))).toBeCloseTo(1, 12);
      expectClose(translation, shift);
    }
  });

  it('gives NaN and writes nothing for two markers', () => {
    const points = measured.slice().fill(Number.NaN, 0, 9);
    fitted.fill(7);
    expect(fit(points)).toBeNaN();
    expect(fitted[0]).toBe(7);
  });

  it('never mirrors', () => {
    fit(measured.map((value, i) => (i % 3 === 0 ? -value : value)));
    const R = new Float64Array(9);
    rotationMatrix(fitted, 0, R);
    const determinant =
      R[0]! * (R[4]! * R[8]! - R[5]! * R[7]!) -
      R[1]! * (R[3]! * R[8]! - R[5]! * R[6]!) +
      R[2]! * (R[3]! * R[7]! - R[4]! * R[6]!);
    expect(determinant).toBeCloseTo(1, 12);
  });
});
