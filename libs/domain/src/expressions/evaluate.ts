/** The value of an expression. */
import type { Json } from '@batchyard/pipelines';
import { canonicalJson } from '../designs/canonical.js';
import type { BinaryOperator, Expression, FunctionName } from './expression.js';

/** The value of a name; undefined where it has none, for example because its axis was left out. */
export type Lookup = (name: string) => Json | undefined;

/**
 * What an expression is worth; undefined where that cannot be said, because a name has no value, types do not fit or
 * a number is not finite. As in SQL, `false and unknown` is false and `true or unknown` is true. Never throws.
 */
export function evaluate(expression: Expression, lookup: Lookup): Json | undefined {
  return compileExpression(expression)(lookup);
}

export type Compiled = (lookup: Lookup) => Json | undefined;

/** An expression made ready for being evaluated many times. */
export function compileExpression(expression: Expression): Compiled {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'name': {
      const { name } = expression;
      return (lookup) => lookup(name);
    }
    case 'negative': {
      const operand = compileExpression(expression.operand);
      return (lookup) => onNumber(operand(lookup), (value) => -value);
    }
    case 'not': {
      const operand = compileExpression(expression.operand);
      return (lookup) => {
        const value = operand(lookup);
        return typeof value === 'boolean' ? !value : undefined;
      };
    }
    case 'binary':
      return compileBinary(expression.operator, expression.left, expression.right);
    case 'in':
      return compileIn(compileExpression(expression.value), expression.list.map(compileExpression));
    case 'call':
      return compileCall(expression.name, expression.operands.map(compileExpression));
  }
}

function compileBinary(operator: BinaryOperator, leftSide: Expression, rightSide: Expression): Compiled {
  const left = compileExpression(leftSide);
  const right = compileExpression(rightSide);
  switch (operator) {
    case 'and':
      return (lookup) => both(left(lookup), () => right(lookup), false);
    case 'or':
      return (lookup) => both(left(lookup), () => right(lookup), true);
    case '=':
      return (lookup) => equal(left(lookup), right(lookup));
    case '!=':
      return (lookup) => {
        const same = equal(left(lookup), right(lookup));
        return same === undefined ? undefined : !same;
      };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (lookup) => compareValues(operator, left(lookup), right(lookup));
    default:
      return (lookup) => arithmetic(operator, left(lookup), right(lookup));
  }
}

/** @param decisive the value of one side that decides: false of `and`, true of `or` */
function both(left: Json | undefined, right: () => Json | undefined, decisive: boolean): boolean | undefined {
  if (left === decisive) return decisive;
  const other = right();
  if (other === decisive) return decisive;
  return typeof left === 'boolean' && typeof other === 'boolean' ? !decisive : undefined;
}

function equal(left: Json | undefined, right: Json | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return true;
  const areObjects = typeof left === 'object' && typeof right === 'object' && left !== null && right !== null;
  return areObjects && canonicalJson(left) === canonicalJson(right);
}

function compareValues(
  operator: '<' | '<=' | '>' | '>=',
  left: Json | undefined,
  right: Json | undefined,
): boolean | undefined {
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const areTexts = typeof left === 'string' && typeof right === 'string';
  if (!areNumbers && !areTexts) return undefined;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%' | '^',
  left: Json | undefined,
  right: Json | undefined,
): number | undefined {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '+':
      return finite(left + right);
    case '-':
      return finite(left - right);
    case '*':
      return finite(left * right);
    case '/':
      return finite(left / right);
    case '%':
      return finite(left % right);
    case '^':
      return finite(left ** right);
  }
}

function compileIn(value: Compiled, list: readonly Compiled[]): Compiled {
  return (lookup) => {
    const wanted = value(lookup);
    let isUnknown = wanted === undefined;
    for (const entry of list) {
      const same = equal(wanted, entry(lookup));
      if (same === true) return true;
      if (same === undefined) isUnknown = true;
    }
    return isUnknown ? undefined : false;
  };
}

/** `log` is the natural logarithm; `round` rounds halves up. */
const functions: Readonly<Record<FunctionName, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  sqrt: Math.sqrt,
  log: Math.log,
  log10: Math.log10,
  exp: Math.exp,
  round: Math.round,
  floor: Math.floor,
  ceil: Math.ceil,
};

function compileCall(name: FunctionName, operands: readonly Compiled[]): Compiled {
  const apply = functions[name];
  return (lookup) => {
    const values: number[] = [];
    for (const operand of operands) {
      const value = operand(lookup);
      if (typeof value !== 'number') return undefined;
      values.push(value);
    }
    return finite(apply(...values));
  };
}

function onNumber(value: Json | undefined, apply: (value: number) => number): number | undefined {
  return typeof value === 'number' ? apply(value) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
