import type { FieldType, ImportField } from './field.js';

/** A field with nothing special about it. */
export function field(name: string, type: FieldType, more: Partial<ImportField> = {}): ImportField {
  return {
    name,
    title: name,
    description: '',
    type,
    unit: null,
    isRequired: false,
    aliases: [],
    example: '',
    ...more,
  };
}
