/** The list form: positions or ids that programs hand over, taken as they stand. */
import type { Range } from './range.js';
import { RangeFailure } from './range-error.js';

/**
 * The list that a text holds: after `{"list":`, or a JSON array of ids or of several positions. One position in brackets
 * is none, since there a negative one counts from the end. null: the text is no list.
 * @throws RangeFailure when the text begins as a list and is no JSON, or has numbers with a point or an exponent
 */
export function listInText(text: string): { readonly list: unknown } | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return { list: listOfObject(parseObject(trimmed, text)) };
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']') || !mayBeList(trimmed)) return null;
  const list = parseJson(trimmed);
  if (!Array.isArray(list)) return null;
  refuseFractions(trimmed);
  return { list };
}

/** Trying costs more than looking: without quotes, a JSON array has commas and no colon. */
function mayBeList(text: string): boolean {
  return text.includes('"') || (text.includes(',') && !text.includes(':'));
}

/** @throws RangeFailure when it is no list of whole numbers and no list of texts */
export function rangeOfList(spec: unknown): Range {
  const list = isListObject(spec) ? spec.list : spec;
  if (!Array.isArray(list)) throw invalidType(`${typeName(list)} is neither a text nor a list`);
  if (list.every((entry) => typeof entry === 'string')) return { kind: 'ids', ids: list };
  const strange = list.find((entry) => typeof entry !== 'string' && !Number.isInteger(entry));
  if (strange !== undefined) throw invalidType(`The list holds ${typeName(strange)}`);
  if (list.some((entry) => typeof entry === 'string')) throw invalidType('The list mixes positions and ids');
  return { kind: 'positions', positions: list };
}

function isListObject(spec: unknown): spec is { readonly list: unknown } {
  return typeof spec === 'object' && spec !== null && Object.keys(spec).join() === 'list';
}

function listOfObject(parsed: unknown): unknown {
  if (isListObject(parsed)) return parsed.list;
  throw invalidType('The object has other fields than list');
}

function parseObject(trimmed: string, text: string): unknown {
  const parsed = parseJson(trimmed);
  if (parsed === undefined) {
    const message = 'The list is no valid JSON: expected {"list":[0,1]} or {"list":["id1","id2"]}.';
    throw new RangeFailure('INVALID_SYNTAX', message, text.indexOf('{'));
  }
  refuseFractions(trimmed);
  return parsed;
}

/** undefined where the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 1.0 is a whole number to JSON, but whoever wrote it meant no position. */
function refuseFractions(json: string): void {
  const withoutTexts = json.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (/\d[.eE]/.test(withoutTexts)) throw invalidType('The list holds a number with a fraction');
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'Nothing (null)';
  if (typeof value === 'boolean' || typeof value === 'number') return `The ${typeof value} ${value}`;
  return Array.isArray(value) ? 'a list' : `Something of type ${typeof value}`;
}

function invalidType(reason: string): RangeFailure {
  const expectation = 'expected a text such as [5:10], a list of whole numbers, or a list of frame ids';
  return new RangeFailure(
    'INVALID_TYPE',
    `Invalid range specification type. ${reason}: ${expectation}.`,
    null,
  );
}
