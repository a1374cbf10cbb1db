/**
 * The small language of `where` and `when`: numbers, 'texts', true, false, null, parameters by dotted path, the names
 * `replicate` and `input`, arithmetic, comparisons, `in [..]`, not, and, or, and a few functions. It has no loops and
 * no assignments; length and depth are bounded, so reading and evaluating always end.
 */
import type { Json } from '@batchyard/pipelines';

export type BinaryOperator =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^';

export const functionNames = [
  'min',
  'max',
  'abs',
  'sqrt',
  'log',
  'log10',
  'exp',
  'round',
  'floor',
  'ceil',
] as const;
export type FunctionName = (typeof functionNames)[number];

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  /** `position` counts characters of the text from 0. */
  | { readonly kind: 'name'; readonly name: string; readonly position: number }
  | { readonly kind: 'negative' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly value: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Expression[] };

/** A named value in an expression. */
export interface NameUse {
  readonly name: string;
  readonly position: number;
}

/** All names that an expression uses, in the order of the text. */
export function namesIn(expression: Expression): readonly NameUse[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'name':
      return [expression];
    case 'negative':
    case 'not':
      return namesIn(expression.operand);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'in':
      return [...namesIn(expression.value), ...expression.list.flatMap(namesIn)];
    case 'call':
      return expression.operands.flatMap(namesIn);
  }
}
