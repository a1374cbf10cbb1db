/** What an action prints: for people, and for programs. */
export interface Printed {
  readonly text: string;
  readonly json: unknown;
}

/** @param asJson true: what is for programs, and nothing else */
export function print({ text, json }: Printed, asJson = false): void {
  process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`);
}
