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
  const byInput = differencesBy(inputOf, values, reference);
  return byInput.length >= 2 ? byInput : differencesBy(replicateOf, values, reference);
}

const inputOf = (observation: Observation) => observation.input;
const replicateOf = ({ input, replicate }: Observation) => `${input} ${replicate}`;

/** Difference of the means at each key that both have. */
function differencesBy(
  keyOf: (observation: Observation) => string,
  values: readonly Observation[],
  reference: readonly Observation[],
): number[] {
  const others = meansBy(keyOf, reference);
  return [...meansBy(keyOf, values)].flatMap(([key, mean]) => {
    const other = others.get(key);
    return other === undefined ? [] : [mean - other];
  });
}

/** Mean value of the observations at each input. */
export function meansByInput(observations: readonly Observation[]): Map<string, number> {
  return meansBy(inputOf, observations);
}

function meansBy(
  keyOf: (observation: Observation) => string,
  observations: readonly Observation[],
): Map<string, number> {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  return new Map([...groups].map(([key, group]) => [key, meanOf(group)]));
}

/** Arithmetic mean of at least one observation. */
export function meanOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { value }) => sum + value, 0) / observations.length;
}
