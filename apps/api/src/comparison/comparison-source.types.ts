import type { ComparisonSourceKind, ObservationColumns } from '@batchyard/persistence';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ComparisonSourceKindEnum } from '../graphql/enums.js';

@ObjectType({ description: 'A batch, a design or a job whose results are compared.' })
export class ComparisonSource {
  @Field(() => String, { description: 'A, B, C … in the order batches, designs, jobs.' }) label: string;
  @Field(() => ComparisonSourceKindEnum) kind: ComparisonSourceKind;
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => Int, { description: 'All its jobs, before cells that several sources have are counted once.' })
  jobs: number;
}

@ObjectType({ description: 'Different content that jobs processed.' })
export class ComparedInput {
  @Field(() => String, { description: 'Digest of the content.' }) key: string;
  @Field(() => String) label: string;
}

@ObjectType({
  description:
    'Single values of the compared metric as columns of equal length; settings, inputs and sources are indexes into the lists of the comparison.',
})
export class Observations {
  @Field(() => Int) shown: number;
  @Field(() => Int) total: number;
  @Field(() => [ID]) jobIds: readonly string[];
  @Field(() => [Int]) settings: readonly number[];
  @Field(() => [Int]) inputs: readonly number[];
  @Field(() => [Int]) sources: readonly number[];
  @Field(() => [Int]) replicates: readonly number[];
  @Field(() => [Float]) values: readonly number[];
}

const defaultObservations = 5_000;
const maxObservations = 20_000;

/** @param first how many; absent: 5,000 */
export function presentObservations(columns: ObservationColumns, first?: number | null): Observations {
  const total = columns.values.length;
  const shown = Math.min(Math.max(first ?? defaultObservations, 0), maxObservations, total);
  return {
    shown,
    total,
    jobIds: columns.jobIds.slice(0, shown),
    settings: columns.settings.slice(0, shown),
    inputs: columns.inputs.slice(0, shown),
    sources: columns.sources.slice(0, shown),
    replicates: columns.replicates.slice(0, shown),
    values: columns.values.slice(0, shown),
  };
}
