/** What a kind of import takes: its fields, from which the form, the sheet template and the checks derive. */

export type FieldType =
  | { readonly kind: 'text' }
  /** Names something; kept to the letter, leading zeros and all. */
  | { readonly kind: 'id' }
  | {
      readonly kind: 'number';
      readonly isWhole?: boolean;
      readonly min?: number;
      readonly max?: number;
      /** Whether `min` itself is allowed; absent: it is. */
      readonly isAboveMin?: boolean;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  /** Seconds, or hours, minutes and seconds with colons. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A range of frames in its grammar; numbers are positions. */
  | { readonly kind: 'frames' };

export interface ImportField {
  /** snake_case or a dotted parameter; the heading in templates. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: FieldType;
  readonly unit: string | null;
  readonly isRequired: boolean;
  /** Other headings people use for it. */
  readonly aliases: readonly string[];
  /** As it would stand in a cell. */
  readonly example: string;
}

/** What a cell means once it is understood: text, number, truth, ISO date; seconds for a duration. null: nothing. */
export type FieldValue = string | number | boolean | null;

/** What a field's cell should hold, in words. */
export function expectationOf({ type, unit }: Pick<ImportField, 'type' | 'unit'>): string {
  // 1 is the unit of plain numbers.
  const inUnit = unit === null || unit === '1' ? '' : ` in ${unit}`;
  switch (type.kind) {
    case 'text':
      return 'a text';
    case 'id':
      return 'a name';
    case 'number':
      return `${type.isWhole ? 'a whole number' : 'a number'}${inUnit}${boundsText(type)}`;
    case 'boolean':
      return 'yes or no';
    case 'date':
      return 'a date such as 2026-11-21';
    case 'duration':
      return 'seconds, or a time such as 00:01:30';
    case 'choice':
      return `one of ${type.values.join(', ')}`;
    case 'frames':
      return 'frames such as all, [5:10] or death:';
  }
}

function boundsText({ min, max, isAboveMin }: Extract<FieldType, { kind: 'number' }>): string {
  const low = min === undefined ? '' : isAboveMin ? `above ${min}` : `at least ${min}`;
  const high = max === undefined ? '' : `at most ${max}`;
  const both = [low, high].filter((part) => part !== '').join(' and ');
  return both === '' ? '' : `, ${both}`;
}
