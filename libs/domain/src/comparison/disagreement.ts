/** Compare by input: on which inputs does the choice of the setting matter? */
import { summarize } from '../statistics/interval.js';
import type { SettingAggregate } from './comparison.js';
import { meansByInput } from './pairing.js';

/** What one setting did on one input. */
export interface InputCell {
  readonly settingKey: string;
  /** Jobs with a value. */
  readonly n: number;
  readonly mean: number;
}

export interface InputDisagreement {
  /** Digest of the inputs, as in an observation. */
  readonly input: string;
  /** Sample standard deviation of the cells' means, in the metric's unit; null with fewer than two cells. */
  readonly disagreement: number | null;
  /** Settings with a value on it, in the order given. */
  readonly cells: readonly InputCell[];
}

/** Inputs by how much the settings differ on them, most first; ties, and inputs with one setting at the end, by digest. */
export function disagreementByInput(
  settings: readonly Pick<SettingAggregate, 'settingKey' | 'observations'>[],
): InputDisagreement[] {
  const cellsByInput = new Map<string, InputCell[]>();
  for (const { settingKey, observations } of settings) {
    const sizes = countByInput(observations.map(({ input }) => input));
    for (const [input, mean] of meansByInput(observations)) {
      const cell = { settingKey, n: sizes.get(input) ?? 0, mean };
      const cells = cellsByInput.get(input);
      if (cells === undefined) cellsByInput.set(input, [cell]);
      else cells.push(cell);
    }
  }
  return [...cellsByInput]
    .map(([input, cells]) => ({ input, disagreement: summarize(cells.map(({ mean }) => mean)).sd, cells }))
    .sort((a, b) => (b.disagreement ?? -1) - (a.disagreement ?? -1) || (a.input < b.input ? -1 : 1));
}

function countByInput(inputs: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const input of inputs) sizes.set(input, (sizes.get(input) ?? 0) + 1);
  return sizes;
}
