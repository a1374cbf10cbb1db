/** From the text of an expression to its tokens. */

export type TokenKind = 'number' | 'text' | 'word' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The token as written; of a text what stands between the quotes. */
  readonly text: string;
  /** From 0. */
  readonly position: number;
}

/** Thrown inside reading only; becomes a problem. */
export class ExpressionError extends Error {
  readonly position: number;
  readonly expectation: string;
  constructor(message: string, position: number, expectation: string) {
    super(message);
    this.position = position;
    this.expectation = expectation;
  }
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y],
  ['word', /[A-Za-z_]\w*(?:\.\w+)*/y],
  ['symbol', /==|!=|<=|>=|[=<>+\-*/%^()[\],]/y],
];

/** What people write who know other languages. */
const foreign: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', '!': 'not', '"': "'text'" };

/** @throws ExpressionError at the first character that begins no token */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let position = 0; position < text.length; ) {
    if (/\s/.test(text[position] ?? '')) {
      position++;
      continue;
    }
    const token = text[position] === "'" ? readText(text, position) : readToken(text, position);
    tokens.push(token);
    position += token.text.length + (token.kind === 'text' ? 2 : 0);
  }
  return [...tokens, { kind: 'end', text: '', position: text.length }];
}

/** A quote has no escape: no value of a parameter that people compare with has one in it. */
function readText(text: string, position: number): Token {
  const end = text.indexOf("'", position + 1);
  if (end < 0) throw new ExpressionError('The quote is not closed', position, "a closing '");
  return { kind: 'text', text: text.slice(position + 1, end), position };
}

function readToken(text: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0], position };
  }
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const instead = foreign[character];
  const expectation = instead === undefined ? 'a number, a name, an operator or a bracket' : instead;
  throw new ExpressionError(`${character} has no meaning here`, position, expectation);
}
