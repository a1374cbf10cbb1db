/**
 * What one operation may ask for, decided before anything runs: depth, number of fields and an estimate of the
 * objects it can return. Aliases and fragments count as often as they are used.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { defaultPageSize, maxPageSize } from './connection.js';

export const limits = {
  /** Levels of selection sets. */
  depth: 14,
  /** Fields, with fragments written out. */
  fields: 1_500,
  /** Top-level fields; aliases of one mutation would otherwise make many tries out of one request. */
  rootFields: 20,
  /** Objects that the answer can have. */
  objects: 25_000,
  /** Lexical tokens of a request. */
  tokens: 8_000,
  /** Bytes of a request. */
  bodyBytes: 2 * 2 ** 20,
  /** Subscriptions on one connection. */
  subscriptions: 50,
} as const;

/** Lists without a page size have about so many entries. */
const plainListSize = 10;

interface Tally {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: GraphQLSchema;
  fields: number;
  objects: number;
}

/** @returns null when the operation is within all limits. The document must be valid. */
export function limitError(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | null {
  const operation = getOperationAST(document, operationName);
  const root = operation ? schema.getRootType(operation.operation) : undefined;
  if (!operation || !root) return null;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const tally: Tally = { fragments, variables, schema, fields: 0, objects: 0 };
  try {
    const rootFields = countFields(tally, operation.selectionSet, root.name, 1, 1);
    if (rootFields > limits.rootFields) throw tooMuch('top-level fields', rootFields, limits.rootFields);
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Adds a selection set to the tally. @returns its fields, fragments written out */
function countFields(
  tally: Tally,
  set: SelectionSetNode,
  typeName: string,
  multiplier: number,
  depth: number,
): number {
  if (depth > limits.depth) throw tooMuch('levels', depth, limits.depth);
  let fields = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      fields += 1;
      countField(tally, selection, typeName, multiplier, depth);
    } else {
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : tally.fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      // Not deeper in the answer, but nested spreads must end here too.
      const inner = fragment.typeCondition?.name.value ?? typeName;
      fields += countFields(tally, fragment.selectionSet, inner, multiplier, depth + 0.25);
    }
  }
  return fields;
}

function countField(
  tally: Tally,
  field: FieldNode,
  typeName: string,
  multiplier: number,
  depth: number,
): void {
  tally.fields += 1;
  if (tally.fields > limits.fields) throw tooMuch('fields', tally.fields, limits.fields);
  const type = tally.schema.getType(typeName);
  const fieldType = isObjectType(type) ? type.getFields()[field.name.value]?.type : undefined;
  const inner = fieldType && getNamedType(fieldType);
  if (!field.selectionSet || !fieldType || !isObjectType(inner)) return;
  const times = inner.name.endsWith('Connection') ? pageSizeOf(tally, field) : sizeOf(fieldType, inner.name);
  tally.objects += multiplier * times;
  if (tally.objects > limits.objects) throw tooMuch('objects', tally.objects, limits.objects);
  countFields(tally, field.selectionSet, inner.name, multiplier * times, depth + 1);
}

/** `nodes` and `edges` of a connection are counted with the connection itself. */
function sizeOf(type: GraphQLOutputType, name: string): number {
  const nullable = isNonNullType(type) ? type.ofType : type;
  return isListType(nullable) && !name.endsWith('Edge') && !pagedTypes.has(name) ? plainListSize : 1;
}

/** Types that are mostly met in connections, whose page size has been counted already. */
const pagedTypes = new Set(['Batch', 'Changeset', 'Design', 'File', 'Job', 'LogLine', 'Subject']);

function pageSizeOf({ variables }: Tally, field: FieldNode): number {
  const value = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  if (value === undefined || value.kind === Kind.NULL) return defaultPageSize;
  if (value.kind === Kind.INT) return Math.min(Number(value.value), maxPageSize);
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof given === 'number' ? Math.min(given, maxPageSize) : defaultPageSize;
}

function tooMuch(what: string, found: number, allowed: number): GraphQLError {
  return new GraphQLError(
    `The request asks for too many ${what}: ${Math.ceil(found).toLocaleString('en')}, at most ${allowed.toLocaleString('en')} are allowed. Ask for smaller pages or in several requests.`,
    { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
  );
}
