/** The options of a batch as options of the command, derived from their one schema: `maxAttempts` is `--max-attempts`. */
import { type BatchOptions, batchOptionsJsonSchema, batchOptionsSchema } from '@batchyard/domain';
import type { OptionSpec } from '../arguments.js';
import { UsageError } from '../exit-codes.js';

type OptionName = keyof BatchOptions;
type OptionTexts = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

interface PropertySchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly PropertySchema[];
  readonly title?: string;
  readonly unit?: string;
  readonly description?: string;
}

const properties = batchOptionsJsonSchema.properties as Record<OptionName, PropertySchema>;
const optionNames = Object.keys(properties) as OptionName[];

const flagOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** One text option for each option of a batch. */
export const batchOptionFlags: Readonly<Record<string, OptionSpec & { readonly type: 'string' }>> =
  Object.fromEntries(
    optionNames.map((name) => {
      const { description = '', unit } = properties[name];
      const help = unit === undefined ? description : `${description} In ${unit}.`;
      return [flagOf(name), { type: 'string', placeholder: placeholderOf(properties[name]), help }];
    }),
  );

function placeholderOf(schema: PropertySchema): string {
  if (schema.enum) return schema.enum.join('|');
  const type = schema.anyOf?.find((each) => each.type !== 'null')?.type ?? schema.type;
  if (type === 'boolean') return 'true|false';
  if (type === 'array') return 'a,b';
  return type === 'integer' || type === 'number' ? 'n' : 'text';
}

/**
 * The options that were given, typed; those not given are absent.
 * @throws UsageError that names each option that cannot be used, its value and what is expected
 */
export function readBatchOptions(values: OptionTexts): Partial<BatchOptions> {
  const given = optionNames.flatMap((name): [OptionName, string][] => {
    const text = values[flagOf(name)];
    return typeof text === 'string' ? [[name, text]] : [];
  });
  const raw = Object.fromEntries(given.map(([name, text]) => [name, typedValue(properties[name], text)]));
  const parsed = batchOptionsSchema.safeParse(raw);
  if (!parsed.success) {
    const texts = new Map(given);
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]) as OptionName;
      return `--${flagOf(name)} is ${texts.get(name)}: ${issue.message}.`;
    });
    throw new UsageError(lines.join('\n'));
  }
  return Object.fromEntries(given.map(([name]) => [name, parsed.data[name]]));
}

function typedValue(schema: PropertySchema, text: string): unknown {
  if (schema.type === 'array') {
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  if (schema.type === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @throws UsageError when an option was given that only a server can keep */
export function refuseServerOptions(options: Partial<BatchOptions>, known: readonly OptionName[]): void {
  const foreign = Object.keys(options).filter((name) => !known.includes(name as OptionName));
  if (foreign.length === 0) return;
  const flags = foreign.map((name) => `--${flagOf(name)}`).join(', ');
  throw new UsageError(
    `${flags} ${foreign.length === 1 ? 'is' : 'are'} for a server; add --project, or leave ${foreign.length === 1 ? 'it' : 'them'} out.`,
  );
}
