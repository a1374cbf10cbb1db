import {
  type TemplateDifference as Difference,
  type JsonObject,
  type TemplateChange,
  type TemplatePart,
  templateChanges,
  templateParts,
} from '@batchyard/domain';
import type { ProjectFile, TemplateRecord, TemplateVersionRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { registerUnion } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

const TemplatePartEnum = registerUnion('TemplatePart', templateParts);
const TemplateChangeEnum = registerUnion('TemplateChange', templateChanges, {
  added: 'Given now; before, it was the default or none.',
  removed: 'Given before; now it is the default or none.',
  changed: 'Given in both, with other values.',
});

@ObjectType({ description: 'A file that all jobs share, such as a baseline or a scaffold.' })
export class TemplateFile {
  @Field(() => String, { description: 'Name of the input it is for.' }) input: string;
  @Field(() => String) name: string;
  @Field(() => String) sha256: string;
  @Field(() => Float) sizeBytes: number;
  @Field(() => String) mediaType: string;
  @Field(() => ID, {
    nullable: true,
    description: 'File of the project with these contents; null: it has none any more.',
  })
  fileId: string | null;
}

@ObjectType({ description: 'One state of a template; it never changes.' })
export class TemplateVersion {
  @Field(() => Int) version: number;
  @Field(() => JsonScalar, { description: 'Parameters that are given; others are the defaults.' })
  params: JsonObject;
  @Field(() => JsonScalar, { description: 'Options of a batch that are given.' }) options: JsonObject;
  @Field(() => String, { description: 'What its author said of it; may be empty.' }) note: string;
  @Field(() => String, {
    nullable: true,
    description: 'Version of the pipeline that the parameters were checked against.',
  })
  pipelineVersion: string | null;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
/** `projectFiles`: the files of it, where they were read along with those of others. */
export type TemplateVersionNode = TemplateVersion &
  TemplateVersionRecord & { readonly projectFiles?: readonly ProjectFile[] };

@ObjectType({
  description: 'Saved parameters, options and shared files for a pipeline, in the newest version.',
})
export class Template {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) pipelineName: string;
  @Field(() => Int) version: number;
  @Field(() => JsonScalar, { description: 'Parameters that are given; others are the defaults.' })
  params: JsonObject;
  @Field(() => JsonScalar, { description: 'Options of a batch that are given.' }) options: JsonObject;
  @Field(() => String, { description: 'What the author of the version said of it; may be empty.' })
  note: string;
  @Field(() => GraphQLISODateTime, { description: 'Of the version.' }) createdAt: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Since then it is not offered any more; what uses it goes on.',
  })
  archivedAt: Date | null;
}
export type TemplateNode = Template & TemplateRecord & { readonly projectFiles?: readonly ProjectFile[] };

@ObjectType({ description: 'One difference between two versions of a template.' })
export class TemplateDifference implements Difference {
  @Field(() => TemplatePartEnum) part: TemplatePart;
  @Field(() => String, { description: 'Path of a parameter, name of an option or of an input.' })
  path: string;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) unit: string | null;
  @Field(() => TemplateChangeEnum) change: TemplateChange;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What jobs get: the default where no value is given; a file by its name.',
  })
  before: Difference['before'];
  @Field(() => JsonScalar, { nullable: true }) after: Difference['after'];
  @Field(() => Boolean, { description: 'Whether jobs get the same from both: a default written out.' })
  sameValue: boolean;
}

@ObjectType({ description: 'What of a batch or a job a template would hold; nothing is written.' })
export class TemplateDraft {
  @Field(() => String) pipelineName: string;
  @Field(() => String) suggestedName: string;
  @Field(() => JsonScalar) params: JsonObject;
  @Field(() => JsonScalar, { description: 'Options that are not the default.' }) options: JsonObject;
  @Field(() => [TemplateDraftFile], { description: 'Files that all jobs have in common.' })
  files: readonly TemplateDraftFile[];
  @Field(() => [String], { description: 'Parameters that differ between jobs, which are left out.' })
  varied: readonly string[];
}

@ObjectType()
export class TemplateDraftFile {
  @Field(() => String) input: string;
  @Field(() => ID) fileId: string;
  @Field(() => String) name: string;
  @Field(() => Boolean, {
    description:
      'False for the input whose files differ from batch to batch, such as the sample or the video.',
  })
  suggested: boolean;
}

@ObjectType()
export class TemplatePayload {
  @Field(() => Template, { nullable: true }) template?: Template | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class TemplateFileInput {
  @Field(() => String, { description: 'Name of an input of the pipeline.' }) input: string;
  @Field(() => ID, { description: 'A file of the project.' }) fileId: string;
}

@InputType({ description: 'A name that the project already has gets a new version.' })
export class SaveTemplateInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String) name: string;
  @Field(() => String) pipeline: string;
  @Field(() => JsonScalar, { nullable: true, description: 'An object; checked against the pipeline.' })
  params?: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'An object; checked like those of a batch.' })
  options?: unknown;
  @Field(() => [TemplateFileInput], { nullable: true, description: 'Files that all jobs share.' })
  files?: readonly TemplateFileInput[] | null;
  @Field(() => String, { nullable: true, description: 'What the version is for, at most 2,000 characters.' })
  note?: string | null;
}

@InputType()
export class TemplateInput {
  @Field(() => ID) templateId: string;
}

@InputType()
export class RenameTemplateInput {
  @Field(() => ID) templateId: string;
  @Field(() => String) name: string;
}

export function presentTemplate(record: TemplateRecord): TemplateNode {
  return record;
}
