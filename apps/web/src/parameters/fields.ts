/** The fields of a form, read from a JSON Schema. */
export {
  fieldsOfSchema as fieldsOf,
  groupsOfSchema as groupsOf,
  type SchemaField as Field,
  type SchemaFieldKind as FieldKind,
  type SchemaGroup as FieldGroup,
} from '@batchyard/domain';
