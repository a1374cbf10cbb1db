import { Field, InputType } from '@nestjs/graphql';

@InputType({ description: 'What may be said of a subject.' })
export class AnnotationTermInput {
  @Field(() => String) kind: string;
  @Field(() => String, { nullable: true, description: 'Any of the kind when absent.' }) value?: string | null;
}
