/** Values of two settings that belong together because they came from equal inputs. */

/** A value of the objective from one job. */
export interface Observation {
  /** Digest of the job's inputs: jobs of two settings on equal inputs are compared with each other. */
  readonly input: string;
  readonly replicate: number;
  readonly value: number;
}

/**
 * Differences of the means per input where both sides ran on two or more equal inputs, else of replicates with equal
 * number (and so seed) on the one input that they share; none where they share nothing.
 */
export function pairedDifferences(
  values: readonly Observation[],
  reference: readonly Observation[],
): number[] {
  const byInput = differencesBy(meansByInput, values, reference);
  return byInput.length >= 2 ? byInput : differencesBy(meansByReplicate, values, reference);
}

/** Difference of the means at each key that both have. */
function differencesBy(
  meansOf: (observations: readonly Observation[]) => ReadonlyMap<string, number>,
  values: readonly Observation[],
  reference: readonly Observation[],
): number[] {
  const others = meansOf(reference);
  const differences: number[] = [];
  for (const [key, mean] of meansOf(values)) {
    const other = others.get(key);
    if (other !== undefined) differences.push(mean - other);
  }
  return differences;
}

/** A comparison asks for each setting's means several times, and for those of the reference with every setting. */
function remembered(keyOf: (observation: Observation) => string) {
  const known = new WeakMap<readonly Observation[], ReadonlyMap<string, number>>();
  return (observations: readonly Observation[]): ReadonlyMap<string, number> => {
    const means = known.get(observations) ?? meansBy(keyOf, observations);
    known.set(observations, means);
    return means;
  };
}

/** Mean value of the observations at each input. The observations must not change afterwards. */
export const meansByInput = remembered((observation) => observation.input);
const meansByReplicate = remembered(({ input, replicate }) => `${input} ${replicate}`);

function meansBy(
  keyOf: (observation: Observation) => string,
  observations: readonly Observation[],
): ReadonlyMap<string, number> {
  const groups = new Map<string, { n: number; sum: number }>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { n: 1, sum: observation.value });
    else {
      group.n++;
      group.sum += observation.value;
    }
  }
  const means = new Map<string, number>();
  for (const [key, { n, sum }] of groups) means.set(key, sum / n);
  return means;
}

/** Arithmetic mean of at least one observation. */
export function meanOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { value }) => sum + value, 0) / observations.length;
}
