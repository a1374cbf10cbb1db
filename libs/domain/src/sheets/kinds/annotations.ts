/** Annotations in a sheet: a row says what is true of frames of a subject, in one column for each kind. */
import type { JsonObject } from '@batchyard/pipelines';
import type { Vocabulary, VocabularyKind } from '../../annotations/vocabulary.js';
import { type Severity, severities } from '../../annotations/vocabulary.js';
import type { RowValues } from '../check-rows.js';
import type { FieldType, ImportField } from '../field.js';

/** What a row asks to be said; frames in the grammar of ranges, null: all. */
export interface AnnotationRow {
  readonly subject: string;
  readonly kind: string;
  readonly value: string;
  readonly frames: string | null;
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: JsonObject;
}

const plain = { unit: null, isRequired: false, aliases: [] as readonly string[] };

/** Columns of a sheet of annotations in a project with this vocabulary. */
export function annotationFields(vocabulary: Vocabulary): ImportField[] {
  const kinds = vocabulary.kinds.map(kindField);
  return [
    {
      ...plain,
      name: 'subject',
      title: 'Subject',
      description: 'Name of the subject that is annotated',
      type: { kind: 'id' },
      isRequired: true,
      aliases: ['subject id', 'embryo', 'embryo_id', 'id', 'name', 'snip', 'video_id'],
      example: '20240411_A01_e01',
    },
    {
      ...plain,
      name: 'frames',
      title: 'Frames',
      description: 'Frames it is true of, as positions; all when left empty',
      type: { kind: 'frames' },
      aliases: ['frame', 'frame_range', 'range', 'frame range', 'snips'],
      example: '[5:10]',
    },
    ...kinds,
    {
      ...plain,
      name: 'kind',
      title: 'Kind',
      description: 'Kind of the column value, where a row has that',
      type: { kind: 'choice', values: vocabulary.kinds.map(({ name }) => name) },
      aliases: ['type', 'annotation kind'],
      example: vocabulary.kinds[0]?.name ?? 'phenotype',
    },
    {
      ...plain,
      name: 'value',
      title: 'Value',
      description: 'What is true, of the kind in the column kind',
      type: { kind: 'text' },
      aliases: ['annotation', 'label', 'term'],
      example: vocabulary.kinds[0]?.terms[0]?.name ?? 'NORMAL',
    },
    {
      ...plain,
      name: 'confidence',
      title: 'Confidence',
      description: 'How sure it is, from 0 to 1',
      type: { kind: 'number', min: 0, max: 1 },
      example: '0.9',
    },
    {
      ...plain,
      name: 'severity',
      title: 'Severity',
      description: 'How bad it is, for kinds that have severities',
      type: { kind: 'choice', values: severities },
      example: 'warning',
    },
    {
      ...plain,
      name: 'note',
      title: 'Note',
      description: 'Free text',
      type: { kind: 'text' },
      aliases: ['notes', 'comment', 'comments', 'remark'],
      example: 'seen at 48 h',
    },
    ...detailFields(vocabulary),
  ];
}

function kindField(kind: VocabularyKind): ImportField {
  const values = [
    ...kind.terms.map(({ name }) => name),
    ...(kind.emptyValue === null ? [] : [kind.emptyValue]),
  ];
  const type: FieldType =
    kind.freeText || values.length === 0 ? { kind: 'text' } : { kind: 'choice', values };
  return {
    ...plain,
    name: kind.name,
    title: kind.title,
    description: `${kind.title} of the ${kind.scope === 'frames' ? 'frames' : 'subject as a whole'}`,
    type,
    example: kind.terms[0]?.name ?? 'text',
  };
}

/** Details that kinds declare, each once. */
function detailFields({ kinds }: Vocabulary): ImportField[] {
  const taken = new Set(kinds.map(({ name }) => name));
  return kinds.flatMap((kind) =>
    kind.details.flatMap((detail): ImportField[] => {
      if (taken.has(detail.name)) return [];
      taken.add(detail.name);
      const type: FieldType =
        detail.choices !== null
          ? { kind: 'choice', values: detail.choices }
          : { kind: detail.type === 'text' ? 'text' : detail.type };
      const description = `${detail.title} of the ${kind.title.toLowerCase()}`;
      const example = detail.choices?.[0] ?? (detail.type === 'boolean' ? 'yes' : '');
      return [
        { ...plain, name: detail.name, title: detail.title, description, type, unit: detail.unit, example },
      ];
    }),
  );
}

/**
 * The statements that a row asks for: one for each kind that it names, in the order of the vocabulary; none where it
 * only has a subject.
 */
export function annotationsOfRow(values: RowValues, vocabulary: Vocabulary): AnnotationRow[] {
  const said = vocabulary.kinds.flatMap((kind): [VocabularyKind, string][] => {
    const value = values[kind.name] ?? (values.kind === kind.name ? values.value : null) ?? null;
    return value === null ? [] : [[kind, String(value)]];
  });
  return said.map(([kind, value]) => ({
    subject: String(values.subject ?? ''),
    kind: kind.name,
    value,
    frames: kind.scope === 'subject' ? null : textOrNull(values.frames),
    confidence: kind.confidence === 'none' ? null : numberOrNull(values.confidence),
    severity: kind.severities === null ? null : (textOrNull(values.severity) as Severity | null),
    note: textOrNull(values.note),
    detail: Object.fromEntries(
      kind.details.flatMap(({ name }) => (values[name] == null ? [] : [[name, values[name]]])),
    ),
  }));
}

const textOrNull = (value: RowValues[string] | undefined) => (value == null ? null : String(value));
const numberOrNull = (value: RowValues[string] | undefined) => (typeof value === 'number' ? value : null);
