/** The table of frames for analysis: one row a frame, with everything that is said of it. */
import type { ExportCell, ExportType } from '@batchyard/documents';
import type { Vocabulary, VocabularyKind } from '@batchyard/domain';
import type {
  ExportedFrames,
  ExportedStatement,
  ExportedSubject,
  SubjectListFilter,
} from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { detailCell } from './annotation-source.js';
import { listed } from './listed.js';
import { type ExportSource, type SourceColumn, withoutDoubles } from './source.js';
import { factCell } from './subject-source.js';

export interface FrameRow {
  readonly subject: ExportedSubject;
  readonly number: number;
  readonly name: string;
  /** What is said of the frame, and of the subject itself, by kind. */
  readonly said: ReadonlyMap<string, readonly ExportedStatement[]>;
}

type Column = SourceColumn<FrameRow>;

const column = (
  name: string,
  title: string,
  type: ExportType,
  description: string,
  cell: (row: FrameRow) => ExportCell,
): Column => ({ name, title, type, unit: null, description, cell });

/** Name of the table in files: readers of HDF5 open it by this key. */
const key = 'embryo_metadata';

/** Frames of the lowest level, unless the filter names a level. */
export async function frameSource(
  { exports }: Pick<Persistence, 'exports'>,
  projectId: string,
  given: SubjectListFilter,
  vocabulary: Vocabulary,
): Promise<ExportSource<FrameRow>> {
  const level = given.level ?? vocabulary.levels.at(-1)?.name ?? '';
  const filter = { ...given, level };
  const facts = await exports.factNames(projectId);
  return {
    name: key,
    title: 'Frames',
    rowCount: (await exports.subjectCounts(projectId, filter)).frames,
    columns: withoutDoubles([...frameColumns(vocabulary, level), ...facts.map(factColumn)]),
    rows: () => rowsOf(exports.frames(projectId, filter)),
  };
}

async function* rowsOf(portions: AsyncIterable<ExportedFrames>): AsyncGenerator<FrameRow> {
  for await (const { subject, statements, frames } of portions) {
    const always = byKind(statements.filter((each) => each.frames === null));
    const ofFrames = statements.filter((each) => each.frames !== null);
    for (const { number, name } of frames) {
      const here = ofFrames.filter((each) =>
        each.frames?.some(({ from, to }) => from <= number && number < to),
      );
      yield {
        subject,
        number,
        name,
        said: here.length === 0 ? always : new Map([...always, ...byKind(here)]),
      };
    }
  }
}

function byKind(statements: readonly ExportedStatement[]): ReadonlyMap<string, readonly ExportedStatement[]> {
  const kinds = new Map<string, ExportedStatement[]>();
  for (const statement of statements) {
    const list = kinds.get(statement.kind) ?? [];
    list.push(statement);
    kinds.set(statement.kind, list);
  }
  return kinds;
}

function frameColumns(vocabulary: Vocabulary, level: string): Column[] {
  const index = vocabulary.levels.findIndex(({ name }) => name === level);
  const above = vocabulary.levels.slice(0, Math.max(index, 0));
  const kinds = vocabulary.kinds.filter((kind) => kind.level === level);
  const flags = kinds.filter((kind) => kind.severities !== null && kind.scope === 'frames');
  const main = kinds.filter((kind) => kind.severities === null);
  const one = main.filter(({ scope, onePerSubject }) => scope === 'subject' && onePerSubject);
  const several = main.filter(({ scope, onePerSubject }) => scope === 'subject' && !onePerSubject);
  const others = kinds.filter((kind) => kind.severities !== null && kind.scope === 'subject');
  return [
    {
      ...column(`${level}_id`, 'Subject', 'text', `Name of the ${level}`, ({ subject }) => subject.name),
      alias: 'subject',
    },
    ...above.map(({ name, title }) => ({
      ...column(
        `${name}_id`,
        title,
        'text',
        `Name of its ${name}`,
        ({ subject }) => subject.path[name] ?? null,
      ),
      alias: name,
    })),
    ...one.flatMap((kind) => [valueColumn(kind), ...detailColumns(kind)]),
    {
      ...column('snip_id', 'Frame name', 'text', 'Name of the frame', ({ name }) => name),
      alias: 'frame_id',
    },
    {
      ...column('frame', 'Frame', 'integer', 'Number of the frame', ({ number }) => number),
      alias: 'frame_number',
    },
    ...main
      .filter(({ scope }) => scope === 'frames')
      .flatMap((kind) => [valueColumn(kind), confidenceColumn(kind)]),
    column(
      'num_flags',
      'Flags',
      'integer',
      'How many flags the frame has',
      (row) => flagsOf(row, flags).length,
    ),
    column(
      'flag_list',
      'List of flags',
      'text',
      'Names of its flags, with commas between; a JSON list where a name has a comma',
      (row) => listed(flagsOf(row, flags)),
    ),
    ...[...several, ...others].flatMap((kind) => [
      extra(valueColumn(kind)),
      ...detailColumns(kind).map(extra),
    ]),
  ];
}

const extra = (each: Column): Column => ({ ...each, isExtra: true });

function valueColumn({ name, title, emptyValue }: VocabularyKind): Column {
  const nothing = emptyValue === null ? 'empty where nothing is said' : `${emptyValue} where nothing is said`;
  return column(name, title, 'text', `${title}; ${nothing}`, ({ said }) => {
    const values = said.get(name)?.map(({ value }) => value);
    return values === undefined ? emptyValue : listed(values);
  });
}

function confidenceColumn({ name, title }: VocabularyKind): Column {
  const description = `How sure that is, from 0 to 1; of several values the lowest`;
  return column(`${name}_confidence`, `${title}: confidence`, 'number', description, ({ said }) => {
    const known = (said.get(name) ?? []).flatMap(({ confidence }) =>
      confidence === null ? [] : [confidence],
    );
    return known.length === 0 ? null : Math.min(...known);
  });
}

/** Truth values are false where nothing is said; they stand in the table, other details where they are asked for. */
function detailColumns({ name: kind, title, details }: VocabularyKind): Column[] {
  return details.map(({ name, title: detail, type, unit }) => {
    const cell = ({ said }: FrameRow) => {
      const values = (said.get(kind) ?? []).map((statement) => detailCell(statement.detail[name], type));
      if (type === 'boolean') return values.includes(true);
      return type === 'number'
        ? (values[0] ?? null)
        : values.filter((value) => value !== null).join(',') || null;
    };
    const made = column(
      `${kind}_${name}`,
      `${title}: ${detail}`,
      type,
      `${detail} of the ${title.toLowerCase()}`,
      cell,
    );
    return { ...made, unit, isExtra: type !== 'boolean' };
  });
}

function flagsOf({ said }: FrameRow, flags: readonly VocabularyKind[]): string[] {
  return flags.flatMap(({ name }) => (said.get(name) ?? []).map(({ value }) => value));
}

function factColumn(fact: string) {
  const made = column(`metadata.${fact}`, fact, 'text', `Fact ${fact} of the subject`, ({ subject }) =>
    factCell(subject.metadata[fact]),
  );
  return { ...made, isExtra: true };
}
