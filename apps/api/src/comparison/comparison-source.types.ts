import type { ComparisonSourceKind } from '@batchyard/persistence';
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
