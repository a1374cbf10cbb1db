/** Which subjects a list shows, as it stands in the address: `?q=A01&level=embryo&kind=phenotype&value=DEAD&without=genotype&redo=1`. */

export interface ShownSubjects {
  readonly text: string;
  readonly level: string | null;
  /** Subject that is above; null: any. */
  readonly parentId: string | null;
  readonly kind: string | null;
  readonly value: string | null;
  /** Kind that is not annotated yet. */
  readonly without: string | null;
  /** Only with annotations on an older result that are to be made anew. */
  readonly toRedo: boolean;
}

export const allSubjects: ShownSubjects = {
  text: '',
  level: null,
  parentId: null,
  kind: null,
  value: null,
  without: null,
  toRedo: false,
};

const names = {
  level: 'level',
  parentId: 'parent',
  kind: 'kind',
  value: 'value',
  without: 'without',
} as const;

export function shownSubjectsFrom(address: Pick<URLSearchParams, 'get'>): ShownSubjects {
  const word = (name: string) => address.get(name) || null;
  const kind = word(names.kind);
  return {
    text: address.get('q') ?? '',
    level: word(names.level),
    parentId: word(names.parentId),
    kind,
    // A value means nothing without its kind.
    value: kind === null ? null : word(names.value),
    without: word(names.without),
    toRedo: address.get('redo') === '1',
  };
}

/** The address's search part; empty where all are shown. */
export function shownSubjectsSearch({ text, toRedo, ...filter }: ShownSubjects): string {
  const words = new URLSearchParams();
  if (text !== '') words.set('q', text);
  for (const key of ['level', 'parentId', 'kind', 'value', 'without'] as const) {
    const value = filter[key];
    if (value !== null) words.set(names[key], value);
  }
  if (toRedo) words.set('redo', '1');
  const search = words.toString();
  return search === '' ? '' : `?${search}`;
}

/** As the API takes it; null lists all. */
export function subjectFilterOf(shown: ShownSubjects) {
  if (shownSubjectsSearch(shown) === '') return null;
  const { text, ...filter } = shown;
  return { ...filter, text: text.trim() === '' ? null : text.trim() };
}
