/** The query of an export's address: that of the page whose list it exports, and `columns`. */
import { failureKinds, jobStates, readLeftOut, UserError } from '@batchyard/domain';
import type { JobListFilter, JobListOrder, SubjectListFilter } from '@batchyard/persistence';

export type ExportQuery = Readonly<Record<string, unknown>>;

/** A filter and the words for it. */
export interface Filtered<Filter> {
  readonly filter: Filter;
  readonly words: string;
}

const always = ['columns', 'for'];
const jobNames = [
  ...['batch', 'states', 'kinds', 'failure', 'setting', 'q', 'annotated', 'without'],
  ...['sort', 'metric', 'direction'],
];
const subjectNames = ['q', 'level', 'parent', 'kind', 'value', 'without'];

/** Columns in the wanted order; null: the usual ones. */
export function readColumns(query: ExportQuery): readonly string[] | null {
  const names = listOf(query, 'columns');
  return names.length === 0 ? null : names;
}

/** @throws UserError BAD_FILTER for what a list of jobs does not know: nothing is ignored silently */
export function readJobFilter(
  query: ExportQuery,
): Filtered<JobListFilter> & { readonly order: JobListOrder } {
  requireKnown(query, jobNames);
  const states = listOf(query, 'states');
  const kinds = listOf(query, 'kinds');
  const metric = textOf(query, 'metric');
  const filter: JobListFilter = {
    batchId: textOf(query, 'batch'),
    states: states.length === 0 ? null : known('states', states, jobStates),
    failureKinds: kinds.length === 0 ? null : known('kinds', kinds, failureKinds),
    failureKey: textOf(query, 'failure'),
    settingKey: textOf(query, 'setting'),
    search: textOf(query, 'q'),
    annotatedAs: readLeftOut(textOf(query, 'annotated')),
    leaveOut: readLeftOut(textOf(query, 'without')),
  };
  if (textOf(query, 'sort') !== 'metric')
    return { filter: { ...filter, metric }, words: wordsOf(query), order: { by: 'default' } };
  if (metric === null) throw bad('metric', 'sort=metric needs metric=, the name of the metric.');
  const [direction = 'minimize'] = known('direction', listOf(query, 'direction'), [
    'minimize',
    'maximize',
  ] as const);
  return { filter, words: wordsOf(query), order: { by: 'metric', metric, direction } };
}

/** @throws UserError BAD_FILTER for what a list of subjects does not know */
export function readSubjectFilter(query: ExportQuery): Filtered<SubjectListFilter> {
  requireKnown(query, subjectNames);
  const kind = textOf(query, 'kind');
  const value = textOf(query, 'value');
  if (kind === null && value !== null) throw bad('value', 'value needs kind=, the kind that has it.');
  return {
    filter: {
      text: textOf(query, 'q'),
      level: textOf(query, 'level'),
      parentId: textOf(query, 'parent'),
      kind,
      value,
      without: textOf(query, 'without'),
    },
    words: wordsOf(query),
  };
}

/** The filter for people. */
export function wordsOf(query: ExportQuery): string {
  const said = Object.keys(query)
    .filter((name) => !always.includes(name) && textOf(query, name) !== null)
    .map((name) => `${name} = ${textOf(query, name)}`);
  return said.length === 0 ? 'none' : said.join('; ');
}

/** @throws UserError BAD_FILTER for anything else than these and what every list knows */
export function requireKnown(query: ExportQuery, names: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => ![...names, ...always].includes(name));
  if (unknown === undefined) return;
  throw bad(unknown, `This list has no filter ${unknown}. There are: ${names.join(', ')}; and columns.`);
}

function known<T extends string>(name: string, values: readonly string[], allowed: readonly T[]): T[] {
  return values.map((value) => {
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    throw bad(name, `${name} has ${value}: expected one of ${allowed.join(', ')}.`);
  });
}

/** Null where nothing is given. */
export function textOf(query: ExportQuery, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** What commas divide; empty where nothing is given. */
export function listOf(query: ExportQuery, name: string): string[] {
  return (textOf(query, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const bad = (parameter: string, message: string) => new UserError('BAD_FILTER', message, { parameter });
