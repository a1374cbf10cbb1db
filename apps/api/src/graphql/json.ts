import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** Member names that could reach an object's prototype in code that copies values carelessly. */
const refusedNames = new Set(['__proto__', 'constructor', 'prototype']);

/** Any JSON value; for parameters and designs, whose shape a pipeline decides. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => requireSafeNames(value),
  parseLiteral: (node, variables) => literalValue(node, variables ?? {}),
});

function requireSafeNames(value: unknown): unknown {
  if (Array.isArray(value)) for (const entry of value) requireSafeNames(entry);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) {
      requireSafeName(name);
      requireSafeNames(entry);
    }
  }
  return value;
}

function requireSafeName(name: string): void {
  if (refusedNames.has(name)) {
    throw new GraphQLError(`JSON values may not have a member named ${name}.`, {
      extensions: { code: 'BAD_REQUEST' },
    });
  }
}

function literalValue(node: ValueNode, variables: Record<string, unknown>): unknown {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.LIST:
      return node.values.map((entry) => literalValue(entry, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => {
          requireSafeName(field.name.value);
          return [field.name.value, literalValue(field.value, variables)];
        }),
      );
  }
}
