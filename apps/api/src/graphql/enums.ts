/** GraphQL enums made from the domain's string unions, so that no list of names is written twice. */
import {
  attemptOutcomes,
  batchStates,
  batchVerbMeanings,
  bulkVerbs,
  failureKinds,
  importanceMethods,
  jobStates,
  plannedJobKinds,
  projectRoles,
  severities,
  verdicts,
} from '@batchyard/domain';
import {
  accessScopes,
  annotatorKinds,
  assignmentModes,
  assignmentStatuses,
  cellStates,
  comparisonSourceKinds,
  importKinds,
  importRowStatuses,
  importStates,
  projectActions,
  resultDecisions,
} from '@batchyard/persistence';
import { registerEnumType } from '@nestjs/graphql';

/** Registers a union under `name`; the result serves as type in `@Field(() => …)`. */
export function registerUnion<Value extends string>(
  name: string,
  values: readonly Value[],
  descriptions: Partial<Record<Value, string>> = {},
): Record<Value, Value> {
  const members = Object.fromEntries(values.map((value) => [value, value])) as Record<Value, Value>;
  const valuesMap: Partial<Record<Value, { description?: string }>> = {};
  for (const value of values) valuesMap[value] = { description: descriptions[value] };
  registerEnumType(members, { name, valuesMap });
  return members;
}

const batchVerbs = Object.keys(batchVerbMeanings) as (keyof typeof batchVerbMeanings)[];

export const AccessScopeEnum = registerUnion('AccessScope', accessScopes);
export const AnnotatorKindEnum = registerUnion('AnnotatorKind', annotatorKinds);
export const ArtifactRoleEnum = registerUnion('ArtifactRole', ['preview', 'result', 'report', 'data']);
export const AssignmentModeEnum = registerUnion('AssignmentMode', assignmentModes, {
  all_or_nothing: 'Write nothing when one fails.',
  valid_only: 'Write those that are valid.',
});
export const AssignmentStatusEnum = registerUnion('AssignmentStatus', assignmentStatuses);
export const AttemptOutcomeEnum = registerUnion('AttemptOutcome', attemptOutcomes);
export const BatchStateEnum = registerUnion('BatchState', batchStates);
export const BatchVerbEnum = registerUnion('BatchVerb', batchVerbs, batchVerbMeanings);
export const BulkVerbEnum = registerUnion('BulkVerb', bulkVerbs);
export const CellStateEnum = registerUnion('CellState', cellStates);
export const ComparisonSourceKindEnum = registerUnion('ComparisonSourceKind', comparisonSourceKinds);
export const FailureKindEnum = registerUnion('FailureKind', failureKinds);
export const ImportanceMethodEnum = registerUnion('ImportanceMethod', importanceMethods);
export const ImportCellChangeEnum = registerUnion('ImportCellChange', [
  'changed_in_sheet',
  'changed_here',
  'changed_alike',
  'conflict',
]);
export const ImportDecisionEnum = registerUnion('ImportDecision', ['theirs', 'ours'], {
  theirs: 'What the sheet says.',
  ours: 'What the project has.',
});
export const ImportKindEnum = registerUnion('ImportKind', importKinds, {
  batch: 'A job for each row; the batch starts with the import.',
  design: 'The list of a design, a job for each row.',
  annotations: 'What is true of subjects and their frames.',
  subjects: 'Subjects with their frames and facts.',
});
export const ImportModeEnum = registerUnion('ImportMode', ['all_or_nothing', 'valid_only']);
export const ImportRowStatusEnum = registerUnion('ImportRowStatus', importRowStatuses);
export const ImportStateEnum = registerUnion('ImportState', importStates);
export const JobStateEnum = registerUnion('JobState', jobStates);
export const LogLevelEnum = registerUnion('LogLevel', ['debug', 'info', 'warning', 'error']);
export const MetricDirectionEnum = registerUnion('MetricDirection', ['minimize', 'maximize']);
export const PlannedJobKindEnum = registerUnion('PlannedJobKind', plannedJobKinds);
export const ProblemSeverityEnum = registerUnion('ProblemSeverity', ['error', 'warning']);
export const ProjectActionEnum = registerUnion('ProjectAction', projectActions);
export const ProjectRoleEnum = registerUnion('ProjectRole', projectRoles);
export const ResultDecisionEnum = registerUnion('ResultDecision', resultDecisions, {
  keep: 'It holds on the newer result as well.',
  redo: 'It is ended and is to be made anew on the newer result.',
  drop: 'It is ended.',
});
export const SeverityEnum = registerUnion('Severity', severities);
export const VerdictEnum = registerUnion('Verdict', verdicts);
