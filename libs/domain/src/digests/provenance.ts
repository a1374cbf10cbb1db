/** With what a night ran, and what differs between two nights. */
import { canonicalJson } from '../designs/canonical.js';

export interface NightProvenance {
  readonly pipeline: string;
  readonly version: string;
  /** Digest of all that the pipeline's version declares. */
  readonly definition: string;
  /** By dotted path: parameters and all else of the design but its inputs, as JSON text. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By name, for example `python/numpy`; workers that differ are listed one after another. */
  readonly packages: Readonly<Record<string, string>>;
  readonly inputs: NightInputs;
  readonly hosts: readonly string[];
  readonly workerVersions: readonly string[];
}

export interface NightInputs {
  readonly count: number;
  /** Digest of the contents of all. */
  readonly digest: string;
  /** Content by name; null: there are too many to be kept. */
  readonly contents: Readonly<Record<string, string>> | null;
}

export const nightChangeKinds = [
  'pipeline',
  'definition',
  'parameter',
  'package',
  'input',
  'host',
  'worker',
] as const;

/** One difference between two nights, as a line for people. */
export interface NightChange {
  readonly kind: (typeof nightChangeKinds)[number];
  readonly text: string;
}

/** Changes of one kind that are listed one by one. */
const mostListed = 10;

/** @param inputsAreNew each night takes only what is new, so other inputs are no change */
export function changesBetween(
  before: NightProvenance,
  now: NightProvenance,
  inputsAreNew: boolean,
): NightChange[] {
  return [
    ...changedPipeline(before, now),
    ...listed('parameter', 'parameters', changedEntries('Parameter', before.parameters, now.parameters)),
    ...changedPackages(before.packages, now.packages),
    ...(inputsAreNew ? [] : changedInputs(before.inputs, now.inputs)),
    ...changedList('host', 'Hosts', before.hosts, now.hosts),
    ...changedList('worker', 'Version of the workers', before.workerVersions, now.workerVersions),
  ];
}

/** The leaves of a JSON value by dotted path, as JSON text; lists are leaves. */
export function flattenParameters(value: unknown, path = ''): Record<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return path === '' ? {} : { [path]: canonicalJson(value) };
  }
  const below = Object.entries(value).map(([key, entry]) =>
    flattenParameters(entry, path === '' ? key : `${path}.${key}`),
  );
  return Object.assign({}, ...below) as Record<string, string>;
}

function changedPipeline(before: NightProvenance, now: NightProvenance): NightChange[] {
  if (before.pipeline !== now.pipeline || before.version !== now.version) {
    const text = `Pipeline ${before.pipeline} ${before.version} → ${now.pipeline === before.pipeline ? '' : `${now.pipeline} `}${now.version}`;
    return [{ kind: 'pipeline', text }];
  }
  if (before.definition === now.definition) return [];
  return [{ kind: 'definition', text: `Definition of ${now.pipeline} ${now.version} is another one` }];
}

type Entries = Readonly<Record<string, string>>;

function changedEntries(what: string, before: Entries, now: Entries): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [old, current] = [before[name], now[name]];
    if (old === current) return [];
    if (old === undefined) return [`${what} ${name} ${current} is new`];
    return [current === undefined ? `${what} ${name} ${old} is gone` : `${what} ${name} ${old} → ${current}`];
  });
}

/** Where no job had to be computed, or nobody looked, packages are not known. */
function changedPackages(before: Entries, now: Entries): NightChange[] {
  if ([before, now].some((packages) => Object.keys(packages).length === 0)) return [];
  return listed('package', 'packages', changedEntries('Package', before, now));
}

function listed(kind: NightChange['kind'], plural: string, texts: readonly string[]): NightChange[] {
  const changes = texts.slice(0, mostListed).map((text) => ({ kind, text }));
  const left = texts.length - changes.length;
  return left === 0 ? changes : [...changes, { kind, text: `and ${left} more ${plural}` }];
}

function changedInputs(before: NightInputs, now: NightInputs): NightChange[] {
  if (before.digest === now.digest) return [];
  if (before.contents === null || now.contents === null) {
    return [{ kind: 'input', text: `Inputs differ: ${before.count} → ${now.count} files` }];
  }
  const [old, current] = [before.contents, now.contents];
  const added = Object.keys(current).filter((name) => old[name] === undefined);
  const removed = Object.keys(old).filter((name) => current[name] === undefined);
  const changed = Object.keys(current).filter(
    (name) => old[name] !== undefined && old[name] !== current[name],
  );
  return [
    ...namedInputs('added', added),
    ...namedInputs('removed', removed),
    ...namedInputs('with other content', changed),
  ];
}

function namedInputs(what: string, names: readonly string[]): NightChange[] {
  if (names.length === 0) return [];
  const shown = [...names].sort().slice(0, mostListed).join(', ');
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : '';
  const noun = names.length === 1 ? '1 input' : `${names.length} inputs`;
  return [{ kind: 'input', text: `${noun} ${what}: ${shown}${more}` }];
}

function changedList(
  kind: NightChange['kind'],
  what: string,
  before: readonly string[],
  now: readonly string[],
): NightChange[] {
  const [old, current] = [before, now].map((names) => [...names].sort().join(', '));
  // A night in which nothing had to be computed says nothing of hosts.
  if (old === current || before.length === 0 || now.length === 0) return [];
  return [{ kind, text: `${what}: ${old} → ${current}` }];
}
