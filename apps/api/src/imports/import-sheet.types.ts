import type { ImportKind } from '@batchyard/persistence';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ImportKindEnum, ImportModeEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import type { CommitMode } from './commit-import.js';
import { ImportCountsType, ImportPayload, ImportProblemGroup, SheetProblem } from './imports.types.js';

@InputType({ description: 'A whole import in one call, for programs. People are better served by a draft.' })
export class ImportSheetInput {
  @Field(() => String) projectSlug: string;
  @Field(() => ImportKindEnum) kind: ImportKind;
  @Field(() => ID, { description: 'An uploaded file of the project.' }) fileId: string;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      '{pipeline} or {templateId}, of a batch or design; beside it {inputs}: names of files by input, for all rows.',
  })
  target?: unknown;
  @Field(() => String, { nullable: true, description: 'Absent: the first that is not hidden.' })
  sheet?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Fields by heading; "fact" keeps a column, null ignores it. Headings that are left out are guessed.',
  })
  mapping?: unknown;
  @Field(() => ImportModeEnum) mode: CommitMode;
  @Field(() => Boolean, { nullable: true, description: 'Only say what would happen; nothing is kept.' })
  plan?: boolean | null;
}

@ObjectType()
export class ImportSheetPayload extends ImportPayload {
  @Field(() => String, { nullable: true, description: 'What was done, in a sentence; null: nothing.' })
  summary?: string | null;
  @Field(() => ImportCountsType, { nullable: true }) counts?: ImportCountsType | null;
  @Field(() => [ImportProblemGroup], { nullable: true }) problemGroups?: readonly ImportProblemGroup[] | null;
  @Field(() => [SheetProblem], { nullable: true, description: 'The first 500.' })
  sheetProblems?: readonly SheetProblem[] | null;
}
