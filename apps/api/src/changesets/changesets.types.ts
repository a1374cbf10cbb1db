import type { ChangesetRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'One change to any number of things, in the journal of a project.' })
export class Changeset {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'snake_case, for example assign_annotations.' }) verb: string;
  @Field(() => String, { description: 'A sentence.' }) summary: string;
  @Field(() => JsonScalar, { description: 'How many of what it wrote: {name: number}.' }) counts: unknown;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => Boolean, { description: 'Of a kind that can be undone, and not undone yet.' })
  undoable: boolean;
}
export interface ChangesetNode extends Changeset {
  readonly actorId: string | null;
  readonly undoneById: string | null;
}

@ObjectType({ description: 'One thing that a change wrote.' })
export class ChangedThing {
  @Field(() => String, { description: 'annotation, subject, subject_metadata, frames, vocabulary …' })
  entity: string;
  @Field(() => String, { description: 'Its name, for people.' }) name: string;
  @Field(() => JsonScalar, { nullable: true, description: 'As it was; null: it was not there.' })
  before: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'As it was then; null: it was taken away.' })
  after: unknown;
}

export const ChangedThingConnection = connectionOf('ChangedThing', () => ChangedThing);
export const ChangesetConnection = connectionOf('Changeset', () => Changeset);

@ObjectType({ description: 'Something that was changed again since, so that the change cannot be undone.' })
export class EditedSince {
  @Field(() => String, { description: 'annotation, subject, landmark, vocabulary …' }) entity: string;
  @Field(() => String, { description: 'Its name, for people.' }) name: string;
  @Field(() => String, { description: 'What came after, in a sentence.' }) reason: string;
  @Field(() => ID, { nullable: true, description: 'The change that did it, where it is known.' })
  changesetId?: string;
}

@ObjectType()
export class UndoPayload {
  @Field(() => Changeset, { nullable: true, description: 'Of the undo, which can be undone itself.' })
  changeset?: ChangesetNode | null;
  @Field(() => [EditedSince], { description: 'What stands in the way, at most 20; nothing was undone then.' })
  editedSince: readonly EditedSince[];
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class UndoChangesetInput {
  @Field(() => ID) id: string;
}

export function presentChangeset({ isUndoable, ...record }: ChangesetRecord): ChangesetNode {
  return { ...record, undoable: isUndoable };
}
