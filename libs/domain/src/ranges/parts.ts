/** From the tokens of a range to its parts. */
import type { RangeToken } from './lexer.js';
import { deathLandmark, type RangeEnd, type RangePart, type RangeSlice, rangeAnchors } from './range.js';
import { quoted, RangeFailure } from './range-error.js';

/**
 * The parts that commas separate, in brackets or not.
 * @param landmarks names that are landmarks besides `death`, in lower case
 * @throws RangeFailure
 */
export function parseParts(
  tokens: readonly RangeToken[],
  text: string,
  landmarks: readonly string[],
): readonly RangePart[] {
  const body = withoutBrackets(tokens);
  if (body.length === 0) return [];
  const parser = new PartParser(text, landmarks);
  return splitAt(body, ',').map(({ tokens: part, at }) => parser.parse(part, at));
}

/** Brackets around everything say nothing; any others are wrong, except brackets around nothing at all. */
function withoutBrackets(tokens: readonly RangeToken[]): readonly RangeToken[] {
  const inner = tokens.slice(0, -1);
  const brackets = inner.filter(({ kind }) => kind === '[' || kind === ']');
  if (brackets.length === 0) return inner;
  const isBalanced = brackets.filter(({ kind }) => kind === '[').length * 2 === brackets.length;
  if (brackets.length === inner.length && isBalanced) return [];
  const isAround = inner[0]?.kind === '[' && inner.at(-1)?.kind === ']';
  const body = isAround ? inner.slice(1, -1) : inner;
  const wrong = body.find(({ kind }) => kind === '[' || kind === ']');
  if (wrong === undefined) return body;
  const reason = isBalanced
    ? 'Brackets stand around the whole range only, once'
    : `The bracket ${wrong.text} has no counterpart`;
  throw new RangeFailure('INVALID_SYNTAX', `${reason}, as in [5:10].`, wrong.at);
}

interface TokenPart {
  readonly tokens: readonly RangeToken[];
  /** Where it begins, also when it has no tokens. */
  readonly at: number;
}

function splitAt(tokens: readonly RangeToken[], separator: ':' | ','): readonly TokenPart[] {
  const parts: TokenPart[] = [];
  let begin = 0;
  for (let index = 0; index <= tokens.length; index++) {
    if (index < tokens.length && tokens[index]?.kind !== separator) continue;
    const at = tokens[begin]?.at ?? tokenEnd(tokens.at(-1));
    parts.push({ tokens: tokens.slice(begin, index), at });
    begin = index + 1;
  }
  return parts;
}

function tokenEnd(token: RangeToken | undefined): number {
  return token === undefined ? 0 : token.at + token.text.length;
}

class PartParser {
  constructor(
    private readonly text: string,
    private readonly landmarks: readonly string[],
  ) {}

  parse(tokens: readonly RangeToken[], at: number): RangePart {
    if (tokens.length === 0) throw this.unexpected('Nothing stands here', at);
    if (tokens.some(({ kind }) => kind === ':')) return this.slice(tokens);
    const word = this.between(tokens);
    if (word === 'all') return { kind: 'slice', start: null, stop: null, step: 1 };
    return this.end(tokens) ?? this.id(tokens, word);
  }

  private slice(tokens: readonly RangeToken[]): RangeSlice {
    const [start, stop, step, extra] = splitAt(tokens, ':');
    if (extra !== undefined) {
      const colon = tokens.filter(({ kind }) => kind === ':')[2];
      const message = 'A range has too many colons: expected start:stop or start:stop:step.';
      throw new RangeFailure('TOO_MANY_COLONS', message, colon?.at ?? extra.at);
    }
    return { kind: 'slice', start: this.bound(start), stop: this.bound(stop), step: this.step(step) };
  }

  private bound(part: TokenPart | undefined): RangeEnd | null {
    if (part === undefined || part.tokens.length === 0) return null;
    const end = this.end(part.tokens);
    if (end !== null) return end;
    throw this.unexpected(`${quoted(this.between(part.tokens))} is no position and no landmark`, part.at);
  }

  private step(part: TokenPart | undefined): number {
    if (part === undefined || part.tokens.length === 0) return 1;
    const step = wholeNumber(part.tokens);
    if (step === null) {
      const message = `The step ${quoted(this.between(part.tokens))} is no whole number`;
      throw this.unexpected(message, part.at);
    }
    if (step !== 0) return step;
    throw new RangeFailure('STEP_ZERO', 'Step cannot be zero: expected 1 or more, or -1 or less.', part.at);
  }

  /** A position, or a name with frames behind it or not; null where it is neither. */
  private end(tokens: readonly RangeToken[]): RangeEnd | null {
    const [first, sign, offset, extra] = tokens as [RangeToken, ...RangeToken[]];
    const value = wholeNumber(tokens);
    if (value !== null) return { kind: 'position', value, at: first.at };
    const name = this.anchorName(first);
    if (name === null || extra !== undefined) return null;
    if (sign === undefined) return { kind: 'anchor', name, offset: 0, at: first.at };
    if (sign.kind !== '+' && sign.kind !== '-') return null;
    if (offset === undefined || offset.kind !== 'number') return null;
    const distance = toSafe(offset.text);
    return { kind: 'anchor', name, offset: sign.kind === '-' ? -distance : distance, at: first.at };
  }

  /** Landmarks are known in any case; first, last and all are written in lower case. */
  private anchorName({ kind, text }: RangeToken): string | null {
    if (kind !== 'word') return null;
    if (rangeAnchors.some((anchor) => anchor === text)) return text;
    const name = text.toLowerCase();
    return name === deathLandmark || this.landmarks.includes(name) ? name : null;
  }

  private id(tokens: readonly RangeToken[], text: string): RangePart {
    const plus = tokens.find(({ kind }) => kind === '+');
    const gap = tokens.find((token, i) => i > 0 && token.at !== tokenEnd(tokens[i - 1]));
    const wrong = plus ?? gap;
    const at = tokens[0]?.at ?? 0;
    if (wrong === undefined) return { kind: 'id', text, at };
    throw this.unexpected(`${quoted(text)} is no position, no landmark and no id`, wrong.at);
  }

  /** The text of tokens with what stands between them. */
  private between(tokens: readonly RangeToken[]): string {
    return this.text.slice(tokens[0]?.at, tokenEnd(tokens.at(-1)));
  }

  private unexpected(reason: string, at: number): RangeFailure {
    const names = [...new Set([...rangeAnchors, deathLandmark, ...this.landmarks])].join(', ');
    const expectation = `expected a whole number, or one of ${names} with + or - a whole number or without`;
    return new RangeFailure('INVALID_SYNTAX', `Column ${at + 1}: ${reason}; ${expectation}.`, at);
  }
}

/** A number with or without a sign right before it; null where the tokens are something else. */
function wholeNumber(tokens: readonly RangeToken[]): number | null {
  const [first, second, extra] = tokens;
  if (first?.kind === 'number' && second === undefined) return toSafe(first.text);
  const isSigned = (first?.kind === '-' || first?.kind === '+') && second?.kind === 'number';
  if (!isSigned || extra !== undefined || second.at !== first.at + 1) return null;
  // 0 - value, so that -0 is 0.
  return first.kind === '-' ? 0 - toSafe(second.text) : toSafe(second.text);
}

/** Larger numbers mean the same in any range, and steps must stay exact. */
function toSafe(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}
