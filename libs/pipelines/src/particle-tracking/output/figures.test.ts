import { expect, it } from '@jest/globals';
import { emptyTargets } from '../detection/targets.js';
import { detectionsFigure } from './figures.js';

it('gives the words above small pictures room, so that they neither overlap nor are cut', () => {
  const views = [1, 2, 3].map(() => ({ image: null, targets: emptyTargets(0) }));
  const svg = detectionsFigure(10_001, views, { widthPx: 128, heightPx: 128 });
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  expect([width, height]).toEqual(['1000', '336']);
  const lefts = [...svg.matchAll(/translate\((\d+) /g)].map((match) => Number(match[1]));
  expect(lefts).toEqual([10, 510, 10]);
});
