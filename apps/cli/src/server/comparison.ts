/** Comparisons of a server, as the addresses of their pages and reports name them. */
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from './client.js';

const kinds = ['batches', 'designs', 'jobs'] as const;

/** Numbers of what is compared, separated by commas; at least one. */
export type ComparisonSources = Readonly<Partial<Record<(typeof kinds)[number], string>>>;

/** @returns null where nothing of it is given. @throws UsageError */
export function comparisonSources(
  values: {
    readonly [K in (typeof kinds)[number]]?: string | undefined;
  },
): ComparisonSources | null {
  const given = kinds.flatMap((kind): [string, string][] => {
    const text = values[kind];
    return text === undefined ? [] : [[kind, text.replaceAll(' ', '')]];
  });
  for (const [kind, text] of given) {
    if (!/^\d+(,\d+)*$/.test(text))
      throw new UsageError(`--${kind} is ${text}: expected numbers, as in 12,13.`);
  }
  return given.length === 0 ? null : Object.fromEntries(given);
}

const projectQueries = {
  batches: 'query ($id: ID!) { found: batch(id: $id) { project { slug } } }',
  designs: 'query ($id: ID!) { found: design(id: $id) { project { slug } } }',
  jobs: 'query ($id: ID!) { job(id: $id) { found: batch { project { slug } } } }',
} as const;

interface Found {
  readonly found: { readonly project: { readonly slug: string } };
}

/** Path of a file of a comparison, in the project of its first source. @throws Unreachable, UsageError */
export async function comparisonPlace(
  client: ServerClient,
  sources: ComparisonSources,
  { file, query }: { readonly file: string; readonly query: Readonly<Record<string, string | undefined>> },
): Promise<string> {
  const kind = kinds.find((each) => sources[each] !== undefined) ?? 'batches';
  const id = sources[kind]?.split(',')[0] ?? '';
  const answer = await client.graphql<Found | { readonly job: Found }>(projectQueries[kind], { id });
  const { slug } = ('job' in answer ? answer.job : answer).found.project;
  const given = Object.entries({ ...sources, ...query }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `/projects/${encodeURIComponent(slug)}/compare/${file}?${new URLSearchParams(given)}`;
}
