import { z } from 'zod';
import type { Pipeline } from '../contract.js';

/**
 * A JSON Schema (draft 2020-12) node, as far as forms and help read it. `unit` and `aliases` are our own keywords, and
 * so is the format `time-span`: seconds as a number, or as a text such as `01:30` (minutes) or `00:01:30`.
 */
export interface ParamsJsonSchema {
  readonly $schema?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly format?: string;
  /** Other names that people know it by: headings of sheets, options of commands. */
  readonly aliases?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, ParamsJsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ParamsJsonSchema;
  readonly items?: boolean | ParamsJsonSchema;
  readonly prefixItems?: readonly ParamsJsonSchema[];
  readonly anyOf?: readonly ParamsJsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/**
 * JSON Schema of what a user may write as parameters: with title, description, default and unit of every
 * field. Forms, sheet columns, CLI help and docs derive from it.
 */
export function paramsJsonSchema(pipeline: Pipeline): ParamsJsonSchema {
  return schemaOfType(pipeline.params);
}

/** JSON Schema of what may be written for a type. */
export function schemaOfType(type: z.ZodType): ParamsJsonSchema {
  return z.toJSONSchema(type, { io: 'input', target: 'draft-2020-12' }) as ParamsJsonSchema;
}

/** Dotted paths of all fields, groups before their members: `weights`, `weights.lambda_rigid`, … */
export function parameterPaths(schema: ParamsJsonSchema, prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [path, ...parameterPaths(child, path)];
  });
}
