/** Subjects in a sheet: a row names one, its place in the tree, its frames and free facts. */
import type { JsonObject } from '@batchyard/pipelines';
import type { Vocabulary } from '../../annotations/vocabulary.js';
import type { RowValues } from '../check-rows.js';
import type { ImportField } from '../field.js';
import { factsOf } from './facts.js';

export interface SubjectRow {
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
  /** Numbers of its frames, both included; null: none. */
  readonly frames: { readonly first: number; readonly last: number } | null;
  readonly metadata: JsonObject;
}

const plain = { unit: null, isRequired: false, aliases: [] as readonly string[] };

/** Columns of a sheet of subjects; beside these it may have facts (`metadata.temperature`). */
export function subjectFields({ levels }: Vocabulary): ImportField[] {
  const leaf = levels.at(-1)?.name ?? '';
  return [
    {
      ...plain,
      name: 'name',
      title: 'Name',
      description: 'Name of the subject, unique in the project',
      type: { kind: 'id' },
      isRequired: true,
      aliases: ['subject', 'id', 'subject_id', `${leaf}_id`, leaf],
      example: '20240411_A01_e01',
    },
    {
      ...plain,
      name: 'level',
      title: 'Level',
      description: `What it is; ${leaf} when left empty`,
      type: { kind: 'choice', values: levels.map(({ name }) => name) },
      example: leaf,
    },
    {
      ...plain,
      name: 'parent',
      title: 'Belongs to',
      description: 'Name of the subject above it',
      type: { kind: 'id' },
      aliases: [
        'parent_id',
        ...levels.slice(0, -1).map(({ name }) => `${name}_id`),
        ...levels.slice(0, -1).map(({ name }) => name),
      ],
      example: '20240411_A01',
    },
    {
      ...plain,
      name: 'first_frame',
      title: 'First frame',
      description: 'Number of its first frame',
      type: { kind: 'number', isWhole: true, min: 0 },
      aliases: ['start_frame', 'frame_start'],
      example: '0',
    },
    {
      ...plain,
      name: 'last_frame',
      title: 'Last frame',
      description: 'Number of its last frame, included',
      type: { kind: 'number', isWhole: true, min: 0 },
      aliases: ['end_frame', 'frame_end'],
      example: '119',
    },
  ];
}

/** Of one row; nobody records more, and a slip of the keyboard would fill the memory. */
const maxFrames = 100_000;

/** @returns what the row asks for, or why it cannot be */
export function subjectOfRow(
  values: RowValues,
  { levels }: Vocabulary,
): SubjectRow | { readonly problem: string } {
  const { first_frame: first, last_frame: last } = values;
  if ((first == null) !== (last == null))
    return { problem: 'First and last frame belong together; one is missing' };
  if (typeof first === 'number' && typeof last === 'number' && last < first)
    return { problem: `The last frame (${last}) comes before the first (${first})` };
  if (typeof first === 'number' && typeof last === 'number' && last - first >= maxFrames)
    return {
      problem: `Frames ${first} to ${last} are ${(last - first + 1).toLocaleString('en')}; a row makes at most ${maxFrames.toLocaleString('en')}`,
    };
  return {
    name: String(values.name ?? ''),
    level: String(values.level ?? levels.at(-1)?.name ?? ''),
    parent: values.parent == null ? null : String(values.parent),
    frames: typeof first === 'number' && typeof last === 'number' ? { first, last } : null,
    metadata: factsOf(values),
  };
}
