/** What people set up on a server from a YAML file. */
import { readFileSync } from 'node:fs';
import { nearestName } from '@batchyard/pipelines/nearest';
import { parse } from 'yaml';
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from './client.js';

export type YamlEntries = Readonly<Record<string, unknown>>;

/** @param known keys that it may have @throws UsageError for a file that cannot be read, or has another key */
export function readYamlEntries(file: string, known: readonly string[]): YamlEntries {
  const entries = readYaml(file);
  if (entries === null || typeof entries !== 'object' || Array.isArray(entries)) {
    throw new UsageError(`${file} has no entries. It may have: ${known.join(', ')}.`);
  }
  for (const key of Object.keys(entries)) {
    if (known.includes(key)) continue;
    const nearest = nearestName(key, known);
    throw new UsageError(
      `${file} has an entry ${key}${nearest ? `; did you mean ${nearest}?` : `. It may have: ${known.join(', ')}.`}`,
    );
  }
  return entries as YamlEntries;
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

interface NamedThings {
  readonly project: {
    readonly templates: readonly Named[];
    readonly designs: { readonly nodes: readonly Named[] };
  };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The target of a file: `design` and `template` are names or ids.
 * @throws UsageError where the project has no such thing
 */
export async function readTargetIds(
  client: ServerClient,
  project: string,
  { design, template }: { readonly design?: unknown; readonly template?: unknown },
): Promise<{ readonly designId: string | null; readonly templateId: string | null }> {
  const found = await client.graphql<NamedThings>(
    'query ($slug: String!) { project(slug: $slug) { templates { id name } designs(first: 500) { nodes { id name } } } }',
    { slug: project },
  );
  return {
    designId: idOf('design', design, found.project.designs.nodes),
    templateId: idOf('template', template, found.project.templates),
  };
}

function idOf(what: string, given: unknown, things: readonly Named[]): string | null {
  if (given === undefined || given === null) return null;
  const text = String(given);
  const found = things.find(({ name }) => name === text) ?? things.find(({ id }) => id === text);
  if (found !== undefined) return found.id;
  const nearest = nearestName(
    text,
    things.map(({ name }) => name),
  );
  throw new UsageError(`The project has no ${what} ${text}${nearest ? `; did you mean ${nearest}?` : '.'}`);
}

/** The one that a person means by name or id. @throws UsageError */
export function pickNamed<Thing extends Named>(what: string, given: string, things: readonly Thing[]): Thing {
  const found = things.find(({ name }) => name === given) ?? things.find(({ id }) => id === given);
  if (found !== undefined) return found;
  const names = things.map(({ name }) => name);
  const nearest = nearestName(given, names);
  const hint = nearest
    ? `; did you mean ${nearest}?`
    : names.length > 0
      ? `. There are: ${names.join(', ')}.`
      : '.';
  throw new UsageError(`The project has no ${what} ${given}${hint}`);
}
