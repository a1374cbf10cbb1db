import {
  type ChangedCell,
  type Decision,
  type ImportField as DomainField,
  type SheetProblem as DomainProblem,
  expectationOf,
} from '@batchyard/domain';
import {
  type ImportCounts,
  type ImportKind,
  type ImportRecord,
  type ImportRowStatus,
  type ImportState,
  importDraftDays,
} from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  ImportCellChangeEnum,
  ImportDecisionEnum,
  ImportKindEnum,
  ImportModeEnum,
  ImportRowStatusEnum,
  ImportStateEnum,
  ProblemSeverityEnum,
} from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';
import type { CommitMode } from './commit-import.js';
import type { ImportProgress as Progress } from './draft-checks.js';

@ObjectType()
export class ImportSheet {
  @Field(() => String) name: string;
  @Field(() => Boolean) isHidden: boolean;
}

@ObjectType({ description: 'One of the first rows of the sheet, for choosing the row of headings.' })
export class ImportHeadRow {
  @Field(() => Int, { description: 'As the spreadsheet counts, from 1.' }) number: number;
  @Field(() => [String]) cells: readonly string[];
}

@ObjectType({ description: 'A column of the sheet and what it means.' })
export class ImportColumn {
  @Field(() => Int, { description: 'From 0.' }) column: number;
  @Field(() => String) heading: string;
  @Field(() => [String], { description: 'Its first cells.' }) samples: readonly string[];
  @Field(() => String, { nullable: true, description: 'Name of the field that it fills; null: ignored.' })
  field: string | null;
  @Field(() => Float, { description: '0…1' }) confidence: number;
  @Field(() => String) because: string;
}

@ObjectType({ description: 'What a sheet of the kind may say.' })
export class ImportField {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String) description: string;
  @Field(() => String, { description: 'text, id, number, boolean, date, duration, choice or frames' })
  type: string;
  @Field(() => String, { description: 'What its cells hold, in words.' }) expectation: string;
  @Field(() => String, { nullable: true }) unit: string | null;
  @Field(() => Boolean) isRequired: boolean;
  @Field(() => String) example: string;
  @Field(() => [String], { description: 'Of a choice.' }) values: readonly string[];
}

@ObjectType({ description: 'Something guessed from the sheet, with its reason.' })
export class ImportGuess {
  @Field(() => String, { nullable: true }) value: string | null;
  @Field(() => String) because: string;
}

@ObjectType({ description: 'Rows by what would become of them.' })
export class ImportCountsType {
  @Field(() => Int) error: number;
  @Field(() => Int) conflict: number;
  @Field(() => Int) gone: number;
  @Field(() => Int) warning: number;
  @Field(() => Int) changed: number;
  @Field(() => Int) new: number;
  @Field(() => Int) unchanged: number;
}

@ObjectType({ description: 'One thing wrong in a sheet, at its cell.' })
export class SheetProblem {
  @Field(() => String) code: string;
  @Field(() => ProblemSeverityEnum) severity: DomainProblem['severity'];
  @Field(() => Int) row: number;
  @Field(() => Int, { nullable: true, description: 'From 0; null: the row as a whole.' }) column:
    | number
    | null;
  @Field(() => String, { nullable: true }) field: string | null;
  @Field(() => String) message: string;
  @Field(() => String, { nullable: true }) value: string | null;
  @Field(() => String, { nullable: true }) expectation: string | null;
  @Field(() => String, { nullable: true, description: 'What to put there instead.' }) suggestion:
    | string
    | null;
  @Field(() => String, { nullable: true }) damage: string | null;
}

@ObjectType({ description: 'A cell of a sheet that was exported for editing, which is not as it was.' })
export class ImportChangedCell {
  @Field(() => String) field: string;
  @Field(() => ImportCellChangeEnum) change: ChangedCell['change'];
  @Field(() => JsonScalar, { nullable: true, description: 'In the sheet.' }) theirs: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'In the project now.' }) ours: unknown;
}

@ObjectType()
export class ImportRow {
  @Field(() => Int, { description: 'As the spreadsheet counts, from 1.' }) number: number;
  @Field(() => [String], { description: 'As they stand, with what was typed in their place.' })
  cells: readonly string[];
  @Field(() => [Int], { description: 'Columns whose cell was edited.' }) editedColumns: readonly number[];
  @Field(() => [String], { description: 'Texts of those cells as they were read.' })
  readTexts: readonly string[];
  @Field(() => ImportRowStatusEnum) status: ImportRowStatus;
  @Field(() => [SheetProblem]) problems: readonly DomainProblem[];
  @Field(() => [ImportChangedCell]) changes: readonly ChangedCell[];
  @Field(() => JsonScalar, { description: 'Of conflicts, by field: theirs or ours.' })
  decisions: Readonly<Record<string, Decision>>;
}

@ObjectType()
export class ImportRowPage {
  @Field(() => [ImportRow]) rows: readonly ImportRow[];
  @Field(() => Int, { nullable: true, description: 'Number of the last row when more follow.' })
  nextAfter: number | null;
}

@ObjectType({ description: 'Equal problems of one column.' })
export class ImportProblemGroup {
  @Field(() => String) code: string;
  @Field(() => ProblemSeverityEnum) severity: DomainProblem['severity'];
  @Field(() => Int, { nullable: true }) column: number | null;
  @Field(() => String, { nullable: true }) field: string | null;
  @Field(() => String, { nullable: true, description: 'Kind of damage, when it is that.' }) damage:
    | string
    | null;
  @Field(() => String, { description: 'Of the first of them.' }) message: string;
  @Field(() => String, { nullable: true, description: 'Of the first that has one.' }) suggestion:
    | string
    | null;
  @Field(() => Int) count: number;
  @Field(() => Int, { description: 'How many have a suggestion.' }) repairable: number;
  @Field(() => Int) firstRow: number;
}

@ObjectType()
export class ImportNotKept {
  @Field(() => Int) cells: number;
  @Field(() => [Int], { description: 'Numbers of their rows; the first 20.' }) rows: readonly number[];
}

@ObjectType({ description: 'A sheet on its way in.' })
export class Import {
  @Field(() => ID) id: string;
  @Field(() => ImportKindEnum) kind: ImportKind;
  @Field(() => JsonScalar) target: unknown;
  @Field(() => String) fileName: string;
  @Field(() => ImportStateEnum) state: ImportState;
  @Field(() => Problem, { nullable: true, description: 'Why it could not be read.' }) problem: unknown;
  @Field(() => String, { nullable: true, description: 'xlsx, ods or text' }) format: string | null;
  @Field(() => [ImportSheet]) sheets: readonly ImportSheet[];
  @Field(() => String, { nullable: true }) sheet: string | null;
  @Field(() => Int, { nullable: true }) headerRow: number | null;
  @Field(() => String) headerBecause: string;
  @Field(() => [ImportHeadRow]) headRows: readonly ImportHeadRow[];
  @Field(() => String, { nullable: true }) encoding: string | null;
  @Field(() => String, { nullable: true }) delimiter: string | null;
  @Field(() => ImportGuess, { description: '. or ,' }) decimal: ImportGuess;
  @Field(() => ImportGuess, { description: 'day-first or month-first' }) dateOrder: ImportGuess;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When a sheet of equal headings was imported.',
  })
  rememberedFrom: Date | null;
  @Field(() => [ImportColumn]) columns: readonly ImportColumn[];
  @Field(() => Int) rowCount: number;
  @Field(() => ImportCountsType) counts: ImportCounts;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What the commit did: {summary, batchId, designId, rows, rejected}.',
  })
  result: unknown;
  @Field(() => ImportNotKept, {
    nullable: true,
    description: 'Cells that were edited before the sheet was read anew, and are not in what was read now.',
  })
  notKept: ImportNotKept | null;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { description: 'It is forgotten then, unless touched.' }) expiresAt: Date;
}
export interface ImportNode extends Import {
  readonly record: ImportRecord;
}

@ObjectType()
export class ImportPayload {
  @Field(() => Import, { nullable: true }) import?: ImportNode | null;
  @Field(() => [Problem]) problems: readonly unknown[];
}

@ObjectType()
export class ImportProgress {
  @Field(() => String, { description: 'reading, checking or writing' }) what: Progress['what'];
  @Field(() => Int, { description: 'Rows.' }) done: number;
  @Field(() => Int, { nullable: true, description: 'null while that is not known' }) total: number | null;
}

@ObjectType({ description: 'A cell that a repair put a text into.' })
export class MendedCell {
  @Field(() => Int) row: number;
  @Field(() => String) before: string;
  @Field(() => Boolean, { description: 'Whether it was as it was read.' }) wasRead: boolean;
  @Field(() => String) after: string;
}

@ObjectType()
export class RepairImportPayload extends ImportPayload {
  @Field(() => [MendedCell], { nullable: true, description: 'null where they are more than 50,000' })
  mended?: readonly MendedCell[] | null;
}

@InputType()
export class ImportColumnInput {
  @Field(() => Int) column: number;
  @Field(() => String, {
    nullable: true,
    description: 'Name of a field, fact: keeps it under its heading, null: ignore.',
  })
  field?: string | null;
}

@InputType()
export class AcceptedDamageInput {
  @Field(() => String) field: string;
  @Field(() => String) damage: string;
}

@InputType({
  description:
    'What is given is changed; choosing a sheet, encoding, delimiter or row of headings reads the file anew.',
})
export class UpdateImportInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true }) sheet?: string | null;
  @Field(() => Int, { nullable: true }) headerRow?: number | null;
  @Field(() => String, { nullable: true }) encoding?: string | null;
  @Field(() => String, { nullable: true }) delimiter?: string | null;
  @Field(() => String, { nullable: true }) decimal?: string | null;
  @Field(() => String, { nullable: true }) dateOrder?: string | null;
  @Field(() => [ImportColumnInput], { nullable: true }) columns?: ImportColumnInput[] | null;
  @Field(() => [AcceptedDamageInput], { nullable: true, description: 'These are no damage in this project.' })
  acceptDamage?: AcceptedDamageInput[] | null;
}

@InputType()
export class CellEditInput {
  @Field(() => Int) row: number;
  @Field(() => Int) column: number;
  @Field(() => String, { nullable: true, description: 'null: blank' }) text?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'As it was read again, whatever the text.' })
  restore?: boolean | null;
}

@InputType()
export class EditImportCellsInput {
  @Field(() => ID) id: string;
  @Field(() => [CellEditInput]) edits: CellEditInput[];
}

@InputType({ description: 'Mends all cells that have the same problem.' })
export class RepairImportInput {
  @Field(() => ID) id: string;
  @Field(() => Int) column: number;
  @Field(() => String, { description: 'Code of the problem.' }) code: string;
  @Field(() => String, { nullable: true, description: 'Only damage of this kind.' }) damage?: string | null;
  @Field(() => String, { nullable: true, description: 'Only cells with this text.' }) value?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Put there instead; absent: what each problem suggests.',
  })
  text?: string | null;
}

@InputType({ description: 'Decides rows that were changed in the sheet and here.' })
export class DecideImportConflictsInput {
  @Field(() => ID) id: string;
  @Field(() => [Int], { nullable: true, description: 'Numbers of the rows; absent: all.' })
  rows?: number[] | null;
  @Field(() => ImportDecisionEnum) decision: Decision;
}

@InputType()
export class CommitImportInput {
  @Field(() => ID) id: string;
  @Field(() => ImportModeEnum) mode: CommitMode;
}

@ObjectType()
export class CommitImportPayload extends ImportPayload {
  @Field(() => String, { nullable: true, description: 'What was done, in a sentence.' }) summary?:
    | string
    | null;
}

export function presentField(field: DomainField): ImportField {
  const { type } = field;
  return {
    ...field,
    type: type.kind,
    expectation: expectationOf(field),
    values: type.kind === 'choice' ? type.values : [],
  };
}

export const draftLifeMs = importDraftDays * 86_400_000;
