/**
 * What is said of the subjects of jobs, as metrics: `annotation.flag.DARK` is the number of frames that have it,
 * `annotation_share.flag.DARK` their share, `annotation.genotype.WT` 1 or 0 for kinds about the subject itself. Without a
 * value (`annotation.flag`) anything of the kind counts.
 */
import type { MetricSpec } from '@batchyard/pipelines';
import type { Vocabulary, VocabularyKind } from '../annotations/vocabulary.js';

export interface AnnotationMetric {
  readonly kind: VocabularyKind;
  /** null: anything of the kind. */
  readonly value: string | null;
  readonly measure: 'count' | 'share';
  readonly spec: MetricSpec;
}

const prefixes = { count: 'annotation', share: 'annotation_share' } as const;

/** Whether a metric is one of these, known to the vocabulary or not. */
export function isAnnotationMetric(name: string): boolean {
  return /^annotation(_share)?\./.test(name);
}

/** @returns null where the vocabulary has no such kind or value */
export function annotationMetric({ kinds }: Vocabulary, name: string): AnnotationMetric | null {
  const measure = name.startsWith(`${prefixes.share}.`) ? 'share' : 'count';
  if (!isAnnotationMetric(name)) return null;
  const term = name.slice(prefixes[measure].length + 1);
  // Names of kinds may hold dots: the longest that fits is meant.
  const kind = kinds
    .filter((each) => term === each.name || term.startsWith(`${each.name}.`))
    .reduce<VocabularyKind | null>(
      (best, each) => (each.name.length > (best?.name.length ?? 0) ? each : best),
      null,
    );
  if (kind === null || (measure === 'share' && kind.scope === 'subject')) return null;
  const value = term === kind.name ? null : term.slice(kind.name.length + 1);
  const isKnown = value === null || kind.freeText || kind.terms.some((each) => each.name === value);
  return isKnown ? { kind, value, measure, spec: specOf(kind, value, measure) } : null;
}

/** All that are worth offering: of each value in use its number and share of frames, or whether it is said at all. */
export function annotationMetrics(
  { kinds }: Vocabulary,
  used: readonly { readonly kind: string; readonly value: string }[],
): MetricSpec[] {
  return kinds.flatMap((kind) => {
    const values = used.filter((each) => each.kind === kind.name).map(({ value }) => value);
    const measures = kind.scope === 'subject' ? (['count'] as const) : (['count', 'share'] as const);
    return values.flatMap((value) => measures.map((measure) => specOf(kind, value, measure)));
  });
}

function specOf(
  kind: VocabularyKind,
  value: string | null,
  measure: AnnotationMetric['measure'],
): MetricSpec {
  const said = value === null ? 'any' : (kind.terms.find(({ name }) => name === value)?.title ?? value);
  const what = `${kind.title}: ${said}`;
  const subject = 'of the subject of a job’s input';
  const base = {
    name: [prefixes[measure], kind.name, ...(value === null ? [] : [value])].join('.'),
    direction: kind.severities === null ? null : ('minimize' as const),
  };
  if (kind.scope === 'subject') {
    return { ...base, title: what, unit: '1', description: `1 where it is said ${subject}, else 0.` };
  }
  return measure === 'share'
    ? { ...base, title: `${what}, share`, unit: '%', description: `Of all frames ${subject}.` }
    : {
        ...base,
        title: what,
        unit: 'frames',
        description: `Number of frames ${subject} with it.`,
      };
}
