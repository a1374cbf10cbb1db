import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'What annotations of a project may say.' })
export class Vocabulary {
  @Field(() => Int, { description: 'Rises with each change; 0: the default vocabulary.' }) revision: number;
  @Field(() => JsonScalar, { description: '{levels, kinds}' }) definition: unknown;
}

@ObjectType()
export class VocabularyPayload {
  @Field(() => Vocabulary, { nullable: true }) vocabulary?: Vocabulary | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'The vocabulary is changed as a whole.' })
export class UpdateVocabularyInput {
  @Field(() => String) projectSlug: string;
  @Field(() => Int, { description: 'The revision that was changed; refused when there is a newer one.' })
  revision: number;
  @Field(() => JsonScalar) definition: unknown;
}
