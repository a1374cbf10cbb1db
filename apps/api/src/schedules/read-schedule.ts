import {
  batchOptionsSchema,
  checkCronRule,
  type JsonObject,
  schedulePoliciesSchema,
  UserError,
} from '@batchyard/domain';
import type { InputPatterns, NewSchedule, ScheduleTarget } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { z } from 'zod';
import { problemsOfIssues } from '../graphql/problems.js';
import type { ScheduleFields } from './schedules.types.js';

const inputsSchema = z.record(z.string(), z.string().trim().min(1, 'a file name')).nullable();

/** What was given, options as they are so that defaults of a later release apply. @throws UserError INVALID_SCHEDULE with every problem */
export function readSchedule(fields: ScheduleFields): NewSchedule {
  const { name, zone, newOnly } = fields;
  const cron = fields.cron.trim();
  const policies = schedulePoliciesSchema.safeParse(fields.policies ?? {});
  const options = batchOptionsSchema.partial().safeParse(fields.options ?? {});
  const inputs = inputsSchema.safeParse(fields.inputs ?? null);
  const problems: Problem[] = [
    ...checkCronRule({ expression: cron, zone }),
    ...(policies.success ? [] : problemsOfIssues(policies.error, 'policies')),
    ...(options.success ? [] : problemsOfIssues(options.error, 'options')),
    ...(inputs.success ? [] : problemsOfIssues(inputs.error, 'inputs')),
  ];
  const target = inputs.success ? readTarget(fields, inputs.data) : null;
  if (target !== null && 'code' in target) problems.push(target);
  if (problems.length > 0 || !policies.success || target === null || 'code' in target) {
    throw new UserError('INVALID_SCHEDULE', 'The schedule was not saved.', {}, problems);
  }
  return {
    name: name.trim(),
    cron,
    zone,
    policies: policies.data,
    newOnly: newOnly ?? true,
    options: (fields.options ?? {}) as JsonObject,
    ...target,
  };
}

function readTarget(
  { designId, templateId }: ScheduleFields,
  inputs: InputPatterns | null,
): ScheduleTarget | Problem {
  if (designId != null && templateId == null) return { designId, templateId: null, inputs };
  if (templateId == null || designId != null) return badTarget;
  return inputs === null ? noInputs : { designId: null, templateId, inputs };
}

const badTarget: Problem = {
  code: 'INVALID_TARGET',
  severity: 'error',
  message: 'A schedule starts either a design or a template.',
  place: { parameter: 'target' },
  expectation: 'exactly one of designId and templateId',
  fix: 'Choose one of them.',
};

const noInputs: Problem = {
  code: 'NO_INPUTS',
  severity: 'error',
  message: 'A template has no inputs of its own.',
  place: { parameter: 'inputs' },
  expectation: 'a file name for each input, such as night_*.csv',
  fix: 'Say which files of the project are taken.',
};
