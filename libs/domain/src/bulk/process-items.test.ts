import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { portionsOf, processItems } from './process-items.js';

const itemsOf = (n: number) => Array.from({ length: n }, (_, index) => ({ id: String(index), index }));
const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('portionsOf', () => {
  it('S2-47: splits 250 items into 100, 100 and 50', () => {
    expect(portionsOf(itemsOf(250)).map((portion) => portion.length)).toEqual([100, 100, 50]);
  });

  it.each([0, -1, 1.5, Number.NaN])('S2-47: refuses a size of %d', (size) => {
    expect(() => portionsOf([1], size)).toThrow(RangeError);
  });

  it('loses, doubles and reorders nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (items, size) => {
        const portions = portionsOf(items, size);
        expect(portions.flat()).toEqual(items);
        expect(portions.slice(0, -1).every((portion) => portion.length === size)).toBe(true);
      }),
    );
  });
});

describe('processItems', () => {
  it('S2-53: works in portions of 100 and tells how far it is', async () => {
    const progress: [number, number][] = [];
    const { succeeded } = await processItems(itemsOf(250), ({ index }) => index * 2, {
      onProgress: (...told) => progress.push(told),
    });
    expect(succeeded[249]).toEqual({ id: '249', value: 498 });
    expect(progress).toEqual([
      [100, 250],
      [200, 250],
      [250, 250],
    ]);
  });

  it('S2-48, S2-49: counts null and false as skipped and all else as success', async () => {
    const values = [null, false, 0, '', undefined, true, Number.NaN];
    const result = await processItems(itemsOf(values.length), ({ index }) => values[index] ?? values[index]);
    expect(result.skipped).toEqual([
      { id: '0', note: 'There was nothing to do.' },
      { id: '1', note: 'There was nothing to do.' },
    ]);
    expect(result.succeeded.map(({ value }) => value)).toEqual([0, '', undefined, true, Number.NaN]);
    expect(result.failed).toEqual([]);
  });

  it('S2-50: fails only the item that throws', async () => {
    const result = await processItems(itemsOf(4), ({ index }) => {
      if (index === 1) throw new Error('No.');
      return index === 2 ? Promise.reject('text') : index;
    });
    expect(result.failed).toEqual([
      { id: '1', message: 'No.' },
      { id: '2', message: 'text' },
    ]);
    expect(idsOf(result.succeeded)).toEqual(['0', '3']);
  });

  it.each([1, 4])(
    'S2-51, S2-52: never works on more than %d at once, and keeps the order',
    async (workers) => {
      let running = 0;
      let most = 0;
      const result = await processItems(
        itemsOf(23),
        async ({ index }) => {
          most = Math.max(most, ++running);
          for (let waited = 0; waited < (index * 7) % 5; waited++) await turn();
          running--;
          return index % 3 === 0 ? null : index;
        },
        { chunkSize: 10, workers },
      );
      expect(most).toBe(workers);
      expect(idsOf(result.succeeded)).toEqual(
        [...idsOf(result.succeeded)].sort((a, b) => Number(a) - Number(b)),
      );
      expect(result.succeeded.length + result.skipped.length).toBe(23);
    },
  );

  it('does nothing for no items, and says so', async () => {
    const progress: [number, number][] = [];
    const result = await processItems([], () => 1, { onProgress: (...told) => progress.push(told) });
    expect(result).toEqual({ succeeded: [], skipped: [], failed: [] });
    expect(progress).toEqual([[0, 0]]);
  });

  it.each([{ chunkSize: 0 }, { workers: 0 }, { workers: 0.5 }])(
    'refuses %j and does nothing',
    async (options) => {
      let done = 0;
      await expect(processItems(itemsOf(3), () => ++done, options)).rejects.toThrow(RangeError);
      expect(done).toBe(0);
    },
  );
});
