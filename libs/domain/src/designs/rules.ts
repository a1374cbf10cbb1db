/** How rules between the fields of a design say that they are broken. */

/** A field of the design by its keys, for example `['axes', 0, 'min']`. */
export type FieldPath = readonly (string | number)[];

/** What is wrong with a field, what is expected there and how to mend it. */
export interface BrokenRule {
  readonly path: FieldPath;
  readonly message: string;
  readonly expectation: string;
  readonly fix: string;
}

/** Takes broken rules; all are found at once. */
export type Report = (rule: BrokenRule) => void;

/** Reports a field that does not belong where it stands. */
export function refuse(path: FieldPath, why: string, report: Report): void {
  const field = String(path.at(-1));
  report({
    path,
    message: `${field} does not belong here: ${why}.`,
    expectation: `no ${field} here`,
    fix: `Remove ${path.join('.')}, or choose another kind.`,
  });
}

/** Reports a field that is missing. */
export function demand(path: FieldPath, message: string, expectation: string, report: Report): void {
  report({ path, message, expectation, fix: `Set ${path.join('.')} to ${expectation}.` });
}
