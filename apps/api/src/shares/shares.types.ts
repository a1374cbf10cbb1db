import type { ShareRecord } from '@batchyard/persistence';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'A folder outside that this installation may read.' })
export class Share {
  @Field(() => String) name: string;
}
/** With what its fields are loaded by. */
export type ShareNode = Share & Pick<ShareRecord, 'projectIds'>;

@InputType()
export class ShareInput {
  @Field(() => String) share: string;
  @Field(() => String) projectSlug: string;
}

@ObjectType()
export class SharePayload {
  @Field(() => Share, { nullable: true }) share?: Share | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}
