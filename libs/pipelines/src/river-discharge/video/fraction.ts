/** A frame rate as files state it: `30000/1001` and not 29.97, so that nothing drifts. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Reads `30000/1001` or `25`; null for `0/0` and anything that is no positive number. */
export function parseFraction(text: string | undefined): Fraction | null {
  const match = /^(\d+)(?:\/(\d+))?$/.exec(text ?? '');
  if (match === null) return null;
  const fraction = { numerator: Number(match[1]), denominator: Number(match[2] ?? 1) };
  return fraction.numerator > 0 && fraction.denominator > 0 ? fraction : null;
}

/** A given frame rate, exact to a thousandth. */
export function fractionOf(value: number): Fraction {
  return Number.isInteger(value)
    ? { numerator: value, denominator: 1 }
    : { numerator: Math.round(value * 1000), denominator: 1000 };
}

export function framesPerSecond({ numerator, denominator }: Fraction): number {
  return numerator / denominator;
}

export function fractionText({ numerator, denominator }: Fraction): string {
  return `${numerator}/${denominator}`;
}
