/** The four kinds of sheets, in words. */
import { counted } from '../formatting/numbers';
import type { ImportKind } from './queries';

export interface KindWords {
  readonly title: string;
  /** What a row of it says. */
  readonly description: string;
  /** What becomes of new rows. */
  readonly creates: (rows: number) => string;
}

export const kindWords: Readonly<Record<ImportKind, KindWords>> = {
  annotations: {
    title: 'Annotations',
    description: 'A row says what is true of a subject or of some of its frames',
    creates: (rows) => `makes annotations of ${counted(rows, 'row')}`,
  },
  subjects: {
    title: 'Subjects',
    description: 'A row is a subject with its level, frames and facts',
    creates: (rows) => `makes ${counted(rows, 'subject')}`,
  },
  batch: {
    title: 'Batch of jobs',
    description: 'A row is a job with its files and parameters; the batch starts when you import',
    creates: (rows) => `starts a batch of ${counted(rows, 'job')}`,
  },
  design: {
    title: 'Design',
    description: 'A row is a setting to try; the list is kept and started later',
    creates: (rows) => `saves a design of ${counted(rows, 'job')}`,
  },
};

export const importKinds = Object.keys(kindWords) as ImportKind[];

/** A kind in an address; annotations where it says nothing. */
export function kindFrom(text: string | null): ImportKind {
  return importKinds.find((kind) => kind === text) ?? 'annotations';
}

/** Whether rows of the kind are jobs of a pipeline. */
export const hasTarget = (kind: ImportKind) => kind === 'batch' || kind === 'design';
