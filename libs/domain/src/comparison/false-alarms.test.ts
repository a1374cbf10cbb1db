/** Settings that do not differ at all: how often does a comparison say that they do? */
import { describe, expect, it } from '@jest/globals';
import type { Observation } from './pairing.js';
import { contrastWith, type SettingContrast } from './verdict.js';

const experiments = 2_000;
/** Four standard errors of a share of 5 % in so many experiments. */
const tolerance = 4 * Math.sqrt((0.05 * 0.95) / experiments);

interface Plan {
  readonly others: number;
  readonly inputs: number;
  /** Whether all settings run on the same inputs. */
  readonly isPaired: boolean;
}

/** Contrasts of one experiment: values are the input's own level plus noise, whatever the setting. */
function nullExperiment({ others, inputs, isPaired }: Plan, normal: () => number): SettingContrast[] {
  const levels = Array.from({ length: inputs }, () => 3 * normal());
  const settings = Array.from({ length: others + 1 }, (_, setting): [string, Observation[]] => [
    `setting ${setting}`,
    levels.map((level, i) => ({
      input: isPaired ? `${i}` : `${setting} ${i}`,
      replicate: 1,
      value: (isPaired ? level : 0) + normal(),
    })),
  ]);
  return [...contrastWith('setting 0', new Map(settings), { direction: 'minimize' }).values()];
}

interface Alarms {
  /** Shares of experiments with at least one false alarm: by the t tests, the signed-rank test, and t uncorrected. */
  readonly t: number;
  readonly signedRank: number;
  readonly uncorrected: number;
}

function alarms(plan: Plan, seed: number): Alarms {
  const normal = seededNormal(seed);
  const found = Array.from({ length: experiments }, () => nullExperiment(plan, normal));
  const share = (isAlarm: (contrasts: readonly SettingContrast[]) => boolean) =>
    found.filter(isAlarm).length / experiments;
  return {
    t: share((contrasts) => contrasts.some(({ verdict }) => verdict === 'better' || verdict === 'worse')),
    signedRank: share((contrasts) => contrasts.some(({ wilcoxonP }) => (wilcoxonP ?? 1) < 0.05)),
    // Holm multiplies the smallest p by the number of comparisons.
    uncorrected: share(
      (contrasts) => Math.min(...contrasts.map(({ p }) => p ?? 1)) / contrasts.length < 0.05,
    ),
  };
}

describe('2,000 experiments without a difference', () => {
  it('separate two settings on the same inputs in 5 %', () => {
    const found = alarms({ others: 1, inputs: 10, isPaired: true }, 1);
    expect(Math.abs(found.t - 0.05)).toBeLessThan(tolerance);
    // With ten pairs the largest reachable share is 4.88 %; R 4.2.2: 2 * psignrank(8, 10).
    expect(Math.abs(found.signedRank - 0.048828125)).toBeLessThan(tolerance);
  });

  it('separate two settings on different inputs in 5 %', () => {
    const found = alarms({ others: 1, inputs: 7, isPaired: false }, 2);
    expect(Math.abs(found.t - 0.05)).toBeLessThan(tolerance);
    expect(found.signedRank).toBe(0);
  });

  it('separate any of five settings in at most 5 %, which holds only because p is corrected', () => {
    for (const isPaired of [true, false]) {
      const found = alarms({ others: 4, inputs: 10, isPaired }, isPaired ? 3 : 4);
      expect(found.t).toBeLessThan(0.05 + tolerance);
      // The comparisons share a setting, so the correction gives a little away, but not all.
      expect(found.t).toBeGreaterThan(0.02);
      expect(found.uncorrected).toBeGreaterThan(0.1);
      expect(found.signedRank).toBeLessThan(0.05 + tolerance);
      if (isPaired) expect(found.signedRank).toBeGreaterThan(0.02);
    }
  });
});

/** Standard normal numbers after Box and Muller (1958) from a linear congruential generator (Park, Miller 1988). */
function seededNormal(seed: number): () => number {
  let state = seed * 7_919;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
