import type { DesignSpec } from '@batchyard/domain';

export interface DesignRecord {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly pipelineName: string;
  /** Inputs are file ids. */
  readonly spec: DesignSpec;
  readonly cellCount: number;
  readonly createdAt: Date;
  readonly createdById: string | null;
  /** The design whose cells this one has as well; null where there is none, or it was deleted. */
  readonly extendsId: string | null;
}
