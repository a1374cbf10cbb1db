/** Problems of the server at the fields that they are about. */
import type { Problem } from '../graphql/error';

/**
 * What to say at each field: what was typed wrongly comes first, then what the server found.
 * A problem below a field (`topology.rigid_edges.0`) is said at that field.
 * @param paths all fields of the form, options as `options.<path>`
 */
export function messagesAt(
  paths: readonly string[],
  typed: Readonly<Record<string, string>>,
  problems: readonly Problem[],
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const problem of problems) {
    const place = problem.place.parameter ?? (problem.place.input || problem.place.file ? 'inputs' : '');
    const path = paths.find((entry) => place === entry || place.startsWith(`${entry}.`));
    if (path === undefined || problem.severity !== 'error') continue;
    found[path] = found[path] === undefined ? textOf(problem) : `${found[path]} ${textOf(problem)}`;
  }
  return { ...found, ...typed };
}

/** Whether the batch cannot start; warnings do not keep it from that. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** Short, since the whole problem stands in the list beside the plan; of a file with its name, as there are many. */
function textOf({ message, value, expectation, place }: Problem): string {
  if (place.file) return `${place.file}: ${message}`;
  if (!expectation) return message;
  return value ? `${value}: expected ${expectation}.` : `Expected ${expectation}.`;
}

/** The messages of options by their own path, without `options.` in front. */
export function optionMessages(messages: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const prefix = 'options.';
  return Object.fromEntries(
    Object.entries(messages)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}
