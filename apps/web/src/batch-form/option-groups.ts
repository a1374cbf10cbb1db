/** Which options of a batch are asked for at once, and how the others are grouped. */
import type { Field } from '../parameters/fields';

export interface OptionGroup {
  readonly title: string;
  readonly fields: readonly Field[];
}

export interface GroupedOptions {
  /** Those that many batches set. */
  readonly few: readonly Field[];
  /** The rest, for those who look for it. */
  readonly more: readonly OptionGroup[];
}

/** Paths of the options that many batches set. */
export const commonOptions: readonly string[] = ['mode', 'concurrency', 'priority', 'maxAttempts'];

/** Paths by heading; an option that no list names comes last, under “Other”. */
const headings: Readonly<Record<string, readonly string[]>> = {
  'Attempts and errors': ['retryOn', 'backoffS', 'continueOnError'],
  'Limits and workers': ['timeoutS', 'memoryLimitMb', 'labels', 'chunks'],
  Results: ['reuse', 'outputName', 'onNameConflict', 'keepTemporaryFiles'],
};

/** What the options of a batch depend on. */
export interface OptionsPipeline {
  /** Whether it can split a job into chunks. */
  readonly canChunk: boolean;
  /** Jobs at once where nobody says how many; null: as many as workers allow. */
  readonly defaultConcurrency: number | null;
}

/** The options in the order in which a form asks for them; chunks only where the pipeline can split its jobs. */
export function groupOptions(
  fields: readonly Field[],
  { canChunk, defaultConcurrency }: OptionsPipeline,
): GroupedOptions {
  const offered = fields
    .filter(({ path }) => path !== 'chunks' || canChunk)
    .map((field) => (field.path === 'concurrency' ? withDefault(field, defaultConcurrency) : field));
  const named = [...commonOptions, ...Object.values(headings).flat()];
  const pick = (paths: readonly string[]) =>
    paths.flatMap((path) => offered.filter((field) => field.path === path));
  const groups = Object.entries(headings).map(([title, paths]) => ({ title, fields: pick(paths) }));
  const other = { title: 'Other', fields: offered.filter(({ path }) => !named.includes(path)) };
  return { few: pick(commonOptions), more: [...groups, other].filter((group) => group.fields.length > 0) };
}

function withDefault(field: Field, defaultConcurrency: number | null): Field {
  if (defaultConcurrency === null) return field;
  const told = `This pipeline runs ${defaultConcurrency} at once in mode auto.`;
  return { ...field, description: `${field.description ?? ''} ${told}`.trim() };
}
