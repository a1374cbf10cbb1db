/** Agreement between two annotators in words. */

/** Words for κ by Landis and Koch, Biometrics 33 (1977) 159–174. */
export function kappaWord(kappa: number): string {
  if (kappa < 0) return 'poor';
  const steps = [
    [0.2, 'slight'],
    [0.4, 'fair'],
    [0.6, 'moderate'],
    [0.8, 'substantial'],
  ] as const;
  return steps.find(([upTo]) => kappa <= upTo)?.[1] ?? 'almost perfect';
}

export interface AgreementLike {
  readonly kappa: number | null;
  readonly n: number;
  readonly agreed: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** `κ = 0.71 (0.55 to 0.87, 95 %), substantial: 17 of 20 frames judged alike`. */
export function agreementText({ kappa, n, agreed, interval }: AgreementLike): string {
  if (n === 0) return 'There is no subject of which both said something of this kind.';
  const alike = `${agreed} of ${n} frames judged alike`;
  if (kappa === null) return `κ is not defined, because both used one value only: ${alike}.`;
  const range = interval === null ? '' : ` (${fixed(interval.low)} to ${fixed(interval.high)}, 95 %)`;
  return `κ = ${fixed(kappa)}${range}, ${kappaWord(kappa)}: ${alike}.`;
}

function fixed(value: number): string {
  return value.toFixed(2).replace('-', '\u2212');
}
