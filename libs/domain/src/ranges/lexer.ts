/** From the text of a range to its tokens. */
import { quoted, RangeFailure } from './range-error.js';

export type RangeTokenKind = 'number' | 'word' | ':' | ',' | '[' | ']' | '+' | '-' | 'end';

export interface RangeToken {
  readonly kind: RangeTokenKind;
  readonly text: string;
  /** First character, from 0. */
  readonly at: number;
}

const symbols = ':,[]+-';
const isBlank = /\s/;
/** Plain digits only: other scripts' digits, 1_0, 0x1 and 1.5 are words, and no word is a number. */
const word = /[\p{L}\p{N}_.]+/uy;
const number = /^[0-9]+$/;

/** @throws RangeFailure at the first character that has no meaning */
export function tokenizeRange(text: string): readonly RangeToken[] {
  const tokens: RangeToken[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string;
    if (symbols.includes(character))
      tokens.push({ kind: character as RangeTokenKind, text: character, at: at++ });
    else if (isBlank.test(character)) at++;
    else {
      const token = wordAt(text, at);
      tokens.push(token);
      at += token.text.length;
    }
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

function wordAt(text: string, at: number): RangeToken {
  word.lastIndex = at;
  const match = word.exec(text)?.[0];
  if (match !== undefined) return { kind: number.test(match) ? 'number' : 'word', text: match, at };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint =
    character === '"' ? 'Ids in quotes stand in a list of ids only: ["id 1","id 2"].' : expectation;
  throw new RangeFailure('INVALID_SYNTAX', `${quoted(character)} has no meaning in a range. ${hint}`, at);
}

const expectation = 'Expected positions, names and : , [ ] + -, as in [5:10] or death-5:death.';
