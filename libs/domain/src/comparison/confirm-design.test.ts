import { describe, expect, it } from '@jest/globals';
import { designSchema } from '../designs/design.js';
import { flattenParams, type JsonObject, mergeParams, withValueAt } from '../designs/paths.js';
import { settingsOf } from '../designs/settings.js';
import { confirmDesign } from './confirm-design.js';

const objective = { metric: 'error', direction: 'minimize' } as const;
const inputs = [{ files: { markers: ['7'] }, name: 'walk.csv', metadata: { subject: 1 } }];

const confirm = (settings: readonly [JsonObject, ...JsonObject[]]) =>
  confirmDesign({
    name: 'Weights',
    pipeline: 'rigid-body',
    settings,
    inputs,
    replicates: 5,
    seed: 8,
    objective,
    furtherObjectives: [],
  });

/** What the design makes of its rows, as leaves. */
function expanded(spec: ReturnType<typeof confirm>): Map<string, unknown>[] {
  return settingsOf(spec).map((setting) =>
    flattenParams(
      mergeParams(
        spec.params,
        Object.entries(setting).reduce<JsonObject>(
          (params, [path, value]) => withValueAt(params, path, value),
          {},
        ),
      ),
    ),
  );
}

describe('the design of a confirmation', () => {
  it('has exactly the settings given, each on every input, with the seed and replicates given', () => {
    const settings: [JsonObject, ...JsonObject[]] = [
      { weights: { rigid: 1, rot: 2 }, frames: [1, 2], robust: true },
      { weights: { rigid: 3, rot: 2 }, frames: [1], robust: true },
      // What one setting lacks is in no other row's way.
      { weights: { rigid: 1 }, frames: [1, 2], robust: true, loss: { kind: 'huber' } },
    ];
    const spec = confirm(settings);
    expect(designSchema.parse(spec)).toEqual(spec);
    expect(spec).toMatchObject({
      name: 'Confirm: Weights',
      kind: 'grid',
      inputs,
      replicates: 5,
      seed: 8,
      objective,
    });
    expect(spec.params).toEqual({ robust: true });
    expect(expanded(spec)).toEqual(settings.map((params) => flattenParams(params)));
  });

  it('of one setting has no axes', () => {
    const spec = confirm([{ weights: { rigid: 1 }, robust: null }]);
    expect(spec).toMatchObject({ params: { weights: { rigid: 1 }, robust: null }, axes: [] });
    expect(settingsOf(spec)).toHaveLength(1);
  });

  it('keeps its name within what a design may have', () => {
    const settings = [{ a: 1 }] as const;
    const rest = { pipeline: 'p', inputs, replicates: 1, seed: 1, objective, furtherObjectives: [objective] };
    const spec = confirmDesign({ ...rest, settings, name: 'x'.repeat(200) });
    expect(spec.name).toBe(`Confirm: ${'x'.repeat(191)}`);
    expect(spec.furtherObjectives).toEqual([objective]);
  });
});
