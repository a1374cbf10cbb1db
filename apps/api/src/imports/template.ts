import { type CsvCell, type ImportTemplate, maxListed } from '@batchyard/documents';
import type { ImportField, Vocabulary } from '@batchyard/domain';
import type { ImportKind } from '@batchyard/persistence';
import type { KindHandler } from './kinds/kind-handler.js';

const titles: Readonly<Record<ImportKind, string>> = {
  batch: 'Jobs',
  design: 'Jobs',
  annotations: 'Annotations',
  subjects: 'Subjects',
};

/** A sheet to fill in, with two rows that show how, of what the project has. */
export async function templateOf(
  kind: ImportKind,
  handler: KindHandler,
  vocabulary: Vocabulary,
): Promise<ImportTemplate> {
  const known = new Map<string, readonly string[]>();
  for (const [field, there] of handler.named)
    if (field !== handler.makes) known.set(field, await there.first(maxListed + 1));
  const nameOf = (field: string, index: number, otherwise: string) => {
    const names = known.get(field) ?? [];
    return names[index] ?? names[0] ?? otherwise;
  };
  const examples = [0, 1].map((index): Readonly<Record<string, CsvCell>> => {
    if (kind === 'annotations') return annotationExample(index, vocabulary, nameOf('subject', index, 'e01'));
    if (kind === 'subjects') return subjectExample(index, vocabulary);
    return jobExample(index, handler.fields, nameOf);
  });
  return { title: titles[kind], modifiedAt: new Date(), fields: handler.fields, known, examples };
}

/** First a statement of frames, then one of a subject itself. */
function annotationExample(
  index: number,
  { kinds }: Vocabulary,
  subject: string,
): Readonly<Record<string, CsvCell>> {
  const kind = kinds.find(({ scope }) => (scope === 'frames') === (index === 0)) ?? kinds[0];
  if (kind === undefined) return { subject };
  return {
    subject,
    frames: kind.scope === 'frames' ? 'all' : null,
    [kind.name]: kind.terms[0]?.name ?? 'text',
    confidence: kind.confidence === 'none' ? null : 0.9,
    note: 'Example: overwrite or delete this row',
  };
}

function subjectExample(index: number, { levels }: Vocabulary) {
  const level = levels.at(-1)?.name ?? null;
  return { name: `example_${index + 1}`, level, first_frame: 0, last_frame: 119 };
}

/** Parameters that are left empty are as in the pipeline, so only what is needed stands there. */
function jobExample(
  index: number,
  fields: readonly ImportField[],
  nameOf: (field: string, index: number, otherwise: string) => string,
) {
  const inputs = fields.filter(({ name }) => name.startsWith('inputs.'));
  return {
    id: `job_${index + 1}`,
    ...Object.fromEntries(inputs.map(({ name, example }) => [name, nameOf(name, index, example)])),
  };
}
