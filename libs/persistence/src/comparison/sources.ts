export const comparisonSourceKinds = ['batch', 'design', 'job'] as const;
export type ComparisonSourceKind = (typeof comparisonSourceKinds)[number];

/** Something whose jobs are compared. */
export interface ComparisonSourceRecord {
  /** A, B, C … in the order batches, designs, jobs. */
  readonly label: string;
  readonly kind: ComparisonSourceKind;
  readonly id: string;
  readonly name: string;
  /** All its jobs, before cells that several sources have are counted once. */
  readonly jobs: number;
}
