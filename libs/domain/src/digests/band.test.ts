import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededFrom } from '../sampling/seeded-from.js';
import { bandOf, leastNights, placeIn } from './band.js';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const nights = fc.array(finite, { minLength: leastNights, maxLength: 30 });

describe('the band', () => {
  it('is none before there are seven nights', () => {
    expect(bandOf([1, 2, 3, 4, 5, 6])).toBeNull();
    expect(placeIn(null, 5)).toBe('unknown');
  });

  it('is the median ± 3 × 1.4826 MAD for many nights', () => {
    // Median 10, deviations 0 … 5: MAD 2.5 for any number of repetitions.
    const values = Array.from({ length: 4000 }, (_, index) => 10 + ((index % 21) - 10) / 2);
    const band = bandOf(values);
    expect(band?.median).toBe(10);
    expect((band?.high ?? 0) - 10).toBeCloseTo(3 * 1.4826 * 2.5, 1);
    expect(10 - (band?.low ?? 0)).toBeCloseTo((band?.high ?? 0) - 10, 9);
  });

  it('is wider while there are few nights', () => {
    const widths = [7, 10, 20, 30].map((n) => {
      const band = bandOf(
        Array.from({ length: n }, (_, index) => (index % 2 === 0 ? 1 : -1) * (index > 0 ? 1 : 0)),
      );
      return (band?.high ?? 0) - (band?.low ?? 0);
    });
    expect([...widths].sort((a, b) => b - a)).toEqual(widths);
  });

  it('holds what is equal every night to its value, but for rounding', () => {
    const band = bandOf(Array(10).fill(2.5));
    expect([2.5, 2.5 * (1 + 1e-9), 2.5 * (1 - 1e-9)].map((value) => placeIn(band, value))).toEqual(
      Array(3).fill('inside'),
    );
    expect([2.51, 2.49].map((value) => placeIn(band, value))).toEqual(['above', 'below']);
    expect(placeIn(bandOf(Array(10).fill(0)), 1)).toBe('above');
  });

  it('takes the mean deviation where most nights are equal and some are not', () => {
    const band = bandOf([5, 5, 5, 5, 5, 5, 5, 5, 6, 4]);
    expect(placeIn(band, 6)).toBe('inside');
    expect(placeIn(band, 60)).toBe('above');
  });

  it('does not care for the order, moves with a shift and stretches with a scale', () => {
    fc.assert(
      fc.property(
        nights,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 100 }),
        (values, shift, scale) => {
          const band = bandOf(values);
          expect(bandOf([...values].reverse())).toEqual(band);
          const scaled = bandOf(values.map((value) => value * scale));
          expect(scaled?.high).toBeCloseTo((band?.high ?? 0) * scale, 2);
          expect(placeIn(band, band?.median ?? Number.NaN)).toBe('inside');
          expect(bandOf(values.map((value) => value + shift))?.median).toBeCloseTo(
            (band?.median ?? 0) + shift,
            6,
          );
        },
      ),
    );
  });

  it('stays where it is when fewer than half of the nights are wild', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 9, max: 11, noNaN: true }), { minLength: 13, maxLength: 20 }),
        finite,
        (values, wild) => {
          const band = bandOf([...values, ...Array<number>(5).fill(wild)]);
          expect(band?.median).toBeGreaterThanOrEqual(9);
          expect(band?.median).toBeLessThanOrEqual(11);
        },
      ),
    );
  });

  it.each([7, 10, 15, 20, 30])('alarms in at most 1 of 100 quiet nights after %d nights', (n) => {
    const random = seededFrom(`quiet ${n}`);
    // Box and Muller (1958).
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const tries = 4000;
    let alarms = 0;
    for (let turn = 0; turn < tries; turn++) {
      const place = placeIn(bandOf(Array.from({ length: n }, normal)), normal());
      if (place !== 'inside') alarms += 1;
    }
    expect(alarms / tries).toBeLessThan(0.01);
  });
});
