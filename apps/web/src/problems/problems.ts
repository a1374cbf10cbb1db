/** Which problems belong to which field of a form. */
import type { Problem } from '@/graphql/error';

/** Problems at a parameter or below it (`weights` also takes `weights.lambda_rigid`). */
export function problemsAt(problems: readonly Problem[], parameter: string): readonly Problem[] {
  return problems.filter(({ place }) => {
    const path = place.parameter ?? '';
    return path === parameter || path.startsWith(`${parameter}.`);
  });
}

/** Text for below a field: what is wrong and how to mend it; undefined when all is well. */
export function fieldMessage(problems: readonly Problem[], parameter: string): string | undefined {
  const found = problemsAt(problems, parameter);
  if (found.length === 0) return undefined;
  return found.map(({ message, fix }) => (fix ? `${message} ${fix}` : message)).join(' ');
}

/** What the form with the problems calls its entries. */
export type PlaceNoun = 'field' | 'parameter';

/** Where a problem lies, in words: `walk_03.csv, line 118, column m1_x`, `option timeoutS`, `field e-mail`. */
export function placeText({ place }: Problem, noun: PlaceNoun): string {
  const parts = [
    place.file ?? (place.input ? `input ${place.input}` : null),
    place.line === null || place.line === undefined ? null : `line ${place.line}`,
    place.column ? `column ${place.column}` : null,
    place.parameter ? settingText(place.parameter, noun) : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function settingText(path: string, noun: PlaceNoun): string {
  return path.startsWith('options.') ? `option ${path.slice('options.'.length)}` : `${noun} ${path}`;
}
