/** The sources of a comparison: where they lead, which pipeline they are of, and adding or leaving out one. */
import type { ComparisonData, Setting, Source } from '../queries';
import { type CompareView, withoutSettings } from '../view/url-state';

export type SourceKind = Source['kind'];

/** Where the ids of each kind stand in the view. */
const places = { batch: 'batchIds', design: 'designIds', job: 'jobIds' } as const satisfies Record<
  SourceKind,
  keyof CompareView
>;

/** Its page in the project. */
export function sourceHref(slug: string, { kind, id }: Pick<Source, 'kind' | 'id'>): string {
  const folders = { batch: 'batches', design: 'designs', job: 'jobs' } as const;
  return `/projects/${slug}/${folders[kind]}/${id}`;
}

/** Pipeline of all sources; null while there is none. */
export function pipelineOf({ sources }: Pick<ComparisonData, 'sources'>) {
  const [first] = sources;
  return first?.batch?.pipeline ?? first?.design?.pipeline ?? first?.job?.batch.pipeline ?? null;
}

/** Slugs of the projects that the sources belong to. */
export function projectsOf({ sources }: Pick<ComparisonData, 'sources'>): readonly string[] {
  return sources.flatMap(({ batch, design, job }) => (batch ?? design ?? job)?.project.slug ?? []);
}

/** Ids of the sources of one kind. */
export function idsOf({ sources }: Pick<ComparisonData, 'sources'>, kind: SourceKind): readonly string[] {
  return sources.filter((source) => source.kind === kind).map(({ id }) => id);
}

/** The view with one more source; settings that were chosen stay, since none goes away. */
export function withSource(view: CompareView, kind: SourceKind, id: string): Partial<CompareView> {
  const ids = view[places[kind]];
  return ids.includes(id) ? {} : { [places[kind]]: [...ids, id] };
}

/** The view without one source and without what refers to its settings. */
export function withoutSource(
  view: CompareView,
  { kind, id }: Pick<Source, 'kind' | 'id'>,
): Partial<CompareView> {
  const place = places[kind];
  return { ...withoutSettings(view), [place]: view[place].filter((entry) => entry !== id) };
}

/** `A, B`: the sources that hold jobs of a setting; null where there is only one source. */
export function sourceLabels({ sources }: Pick<ComparisonData, 'sources'>, setting: Setting): string | null {
  if (sources.length < 2) return null;
  return setting.sources.flatMap((index) => sources[index]?.label ?? []).join(', ') || null;
}
