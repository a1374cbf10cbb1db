/** From the text of an expression to its tree, by precedence climbing. */
import type { Problem } from '@batchyard/pipelines';
import { maxExpressionLength } from '../designs/axes.js';
import { type BinaryOperator, type Expression, type FunctionName, functionNames } from './expression.js';
import { ExpressionError, type Token, tokenize } from './lexer.js';

/** Brackets, signs and powers within each other. */
const maxDepth = 40;

export interface ParsedExpression {
  /** null when there is a problem. */
  readonly expression: Expression | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads an expression. Never throws.
 * @param field where it stands in the design, for the problem: `where` or `axes.2.when`
 */
export function parseExpression(text: string, field = 'where'): ParsedExpression {
  try {
    if (text.length > maxExpressionLength) {
      const message = `The expression has ${text.length} characters`;
      throw new ExpressionError(message, maxExpressionLength, `at most ${maxExpressionLength} characters`);
    }
    return { expression: new Parser(tokenize(text)).parse(), problems: [] };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { expression: null, problems: [expressionProblem(error, text, field)] };
  }
}

/** A problem at a place of an expression. */
export function expressionProblem(
  { message, position, expectation }: Pick<ExpressionError, 'message' | 'position' | 'expectation'>,
  text: string,
  field: string,
): Problem {
  return {
    code: 'BAD_EXPRESSION',
    severity: 'error',
    message: `${field}, column ${position + 1}: ${message}; expected ${expectation}.`,
    place: { parameter: field, column: String(position + 1) },
    value: text.length > 200 ? `${text.slice(0, 200)}…` : text,
    expectation,
    fix: `Change the expression at column ${position + 1}.`,
  };
}

/** Binds stronger with a higher number. Comparisons do not chain. */
const strengths: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  not: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '^': 8,
};
const notStrength = 3;
const comparisonStrength = 4;
const signStrength = 7;

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Holds the place in the tokens; each method reads one part of the grammar and stops behind it. */
class Parser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Expression {
    const expression = this.binary(1);
    if (this.token.kind !== 'end') throw this.unexpected('an operator or the end');
    return expression;
  }

  private get token(): Token {
    return this.tokens[this.at] ?? (this.tokens.at(-1) as Token);
  }

  private isNext(text: string): boolean {
    return (this.token.kind === 'symbol' || this.token.kind === 'word') && this.token.text === text;
  }

  private take(text: string): void {
    if (!this.isNext(text)) throw this.unexpected(text);
    this.at++;
  }

  private unexpected(expectation: string): ExpressionError {
    const { kind, text, position } = this.token;
    const found =
      kind === 'end' ? 'The expression ends' : `${kind === 'text' ? `'${text}'` : text} stands here`;
    return new ExpressionError(found, position, expectation);
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > maxDepth) {
      const expectation = `at most ${maxDepth} levels`;
      throw new ExpressionError('The expression is nested too deeply', this.token.position, expectation);
    }
    const result = read();
    this.depth--;
    return result;
  }

  /** Operators of at least this strength, and their operands. */
  private binary(least: number): Expression {
    let left = this.unary();
    for (;;) {
      const { kind, text } = this.token;
      const strength = kind === 'symbol' || kind === 'word' ? strengths[text] : undefined;
      if (strength === undefined || strength < least) return left;
      left = this.operation(left, strength);
      if (strength !== comparisonStrength) continue;
      if (this.token.kind !== 'end' && strengths[this.token.text] === comparisonStrength) {
        throw this.unexpected('and or or: comparisons do not chain, write 1 < x and x < 3');
      }
    }
  }

  private operation(left: Expression, strength: number): Expression {
    const operator = this.token.text;
    if (operator === 'in') return this.membership(left);
    this.at++;
    if (operator === 'not') return { kind: 'not', operand: this.membership(left) };
    // A power groups from the right: 2^3^2 is 2^9.
    const right = operator === '^' ? this.deeper(() => this.power()) : this.binary(strength + 1);
    const name = operator === '==' ? '=' : (operator as BinaryOperator);
    return { kind: 'binary', operator: name, left, right };
  }

  private power(): Expression {
    return this.isNext('-') ? this.unary() : this.binary(strengths['^'] ?? 0);
  }

  private membership(value: Expression): Expression {
    this.take('in');
    this.take('[');
    const list = this.list(']');
    return { kind: 'in', value, list };
  }

  /** Expressions with commas between them, up to and with the closing bracket. */
  private list(closing: string): readonly Expression[] {
    const entries: Expression[] = [];
    if (!this.isNext(closing)) {
      do entries.push(this.deeper(() => this.binary(1)));
      while (this.isComma());
    }
    this.take(closing);
    return entries;
  }

  private isComma(): boolean {
    if (!this.isNext(',')) return false;
    this.at++;
    return true;
  }

  private unary(): Expression {
    if (this.isNext('not')) {
      this.at++;
      return { kind: 'not', operand: this.deeper(() => this.binary(notStrength)) };
    }
    if (this.isNext('-')) {
      this.at++;
      return { kind: 'negative', operand: this.deeper(() => this.binary(signStrength)) };
    }
    return this.primary();
  }

  private primary(): Expression {
    const { kind, text, position } = this.token;
    if (this.isNext('(')) {
      this.at++;
      const inner = this.deeper(() => this.binary(1));
      this.take(')');
      return inner;
    }
    const isOperator = kind === 'word' && strengths[text] !== undefined;
    if (kind === 'symbol' || kind === 'end' || isOperator) throw this.unexpected('a value');
    this.at++;
    if (kind === 'number') return { kind: 'literal', value: finite(text, position) };
    if (kind === 'text') return { kind: 'literal', value: text };
    if (this.isNext('(')) return this.call(text, position);
    const constant = Object.hasOwn(constants, text) ? constants[text] : undefined;
    return constant === undefined
      ? { kind: 'name', name: text, position }
      : { kind: 'literal', value: constant };
  }

  private call(text: string, position: number): Expression {
    const name = functionNames.find((known) => known === text);
    if (name === undefined) {
      throw new ExpressionError(
        `There is no function ${text}`,
        position,
        `one of ${functionNames.join(', ')}`,
      );
    }
    this.take('(');
    const operands = this.list(')');
    const isCountGood = takesMany(name) ? operands.length > 0 : operands.length === 1;
    if (isCountGood) return { kind: 'call', name, operands };
    const expectation = `${takesMany(name) ? 'at least ' : ''}one value in the brackets of ${name}`;
    throw new ExpressionError(`${name} has ${operands.length} values`, position, expectation);
  }
}

function takesMany(name: FunctionName): boolean {
  return name === 'min' || name === 'max';
}

function finite(text: string, position: number): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new ExpressionError(`${text} is too large`, position, 'a number below 1e308');
}
