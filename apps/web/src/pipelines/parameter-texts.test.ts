import type { Json } from '@batchyard/domain';
import { expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import { allowedText, defaultText } from './parameter-texts';

const schema: Json = {
  properties: {
    weight: { type: 'number', minimum: 0, default: 0.5 },
    loss: { type: 'string', enum: ['huber', 'cauchy'], default: 'huber' },
    robust: { type: 'boolean', default: true },
    threads: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null },
    names: { type: 'array', items: { type: 'string' }, default: ['m0', 'm1'] },
    edges: {
      type: 'array',
      items: { type: 'array', items: { type: 'integer' } },
      default: [
        [0, 1],
        [1, 2],
      ],
    },
    soft: { type: 'array', items: { type: 'number' }, default: [] },
    free: { type: 'string' },
  },
};

it.each([
  ['weight', 'a number, 0 or more', '0.5'],
  ['loss', 'one of huber, cauchy', 'huber'],
  ['robust', 'yes or no', 'yes'],
  ['threads', 'a whole number, 1 or more, or empty', 'empty'],
  ['names', 'list of texts', 'm0, m1'],
  ['edges', 'list of lists', '[0, 1], [1, 2]'],
  ['soft', 'list of numbers', 'empty list'],
  ['free', 'text', 'required'],
])('says of %s what is allowed and the default', (path, allowed, standard) => {
  const field = fieldsOf(schema).find((entry) => entry.path === path);
  if (field === undefined) throw new Error(`The schema has no field ${path}.`);
  expect([allowedText(field), defaultText(field)]).toEqual([allowed, standard]);
});
