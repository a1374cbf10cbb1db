import {
  batchOptionsSchema,
  checkCronRule,
  type JsonObject,
  schedulePoliciesSchema,
  UserError,
} from '@batchyard/domain';
import type { InputPatterns, NewSchedule, ScheduleSheet, ScheduleTarget } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { z } from 'zod';
import { problemsOfIssues } from '../graphql/problems.js';
import { unknownShare } from '../shares/unknown-share.js';
import type { ScheduleFields } from './schedules.types.js';

const inputsSchema = z.record(z.string(), z.string().trim().min(1, 'a file name')).nullable();

const sheetSchema = z
  .strictObject({
    share: z.string().min(1, 'the name of a share'),
    path: z
      .string()
      .trim()
      .regex(
        /^[^/\\*?]+(\/[^/\\*?]+)*\.(xlsx|xlsm|ods|csv|tsv|txt)$/i,
        'a path below the share, such as night/plates.xlsx',
      ),
    sheet: z.string().min(1).nullable().default(null),
    fields: z.record(z.string(), z.string().min(1).nullable()).default({}),
    pipeline: z.string().min(1).optional(),
  })
  .transform(
    ({ pipeline, ...sheet }): ScheduleSheet => (pipeline === undefined ? sheet : { ...sheet, pipeline }),
  )
  .nullable();

/** What was given, options as they are so that defaults of a later release apply. @param shares names that this installation knows @throws UserError INVALID_SCHEDULE with every problem */
export function readSchedule(fields: ScheduleFields, shares: readonly string[]): NewSchedule {
  const { name, zone, newOnly } = fields;
  const cron = fields.cron.trim();
  const policies = schedulePoliciesSchema.safeParse(fields.policies ?? {});
  const options = batchOptionsSchema.partial().safeParse(fields.options ?? {});
  const inputs = inputsSchema.safeParse(fields.inputs ?? null);
  const sheet = sheetSchema.safeParse(fields.sheet ?? null);
  const problems: Problem[] = [
    ...checkCronRule({ expression: cron, zone }),
    ...(policies.success ? [] : problemsOfIssues(policies.error, 'policies')),
    ...(options.success ? [] : problemsOfIssues(options.error, 'options')),
    ...(inputs.success ? [] : problemsOfIssues(inputs.error, 'inputs')),
    ...(sheet.success ? [] : problemsOfIssues(sheet.error, 'sheet')),
  ];
  const named = [
    ...(sheet.success && sheet.data !== null ? [sheet.data.share] : []),
    ...Object.values(inputs.data ?? {}).flatMap((text) => /^([a-z0-9][a-z0-9_-]*):\//.exec(text)?.[1] ?? []),
  ];
  problems.push(...named.filter((name) => !shares.includes(name)).map((name) => unknownShare(name, shares)));
  const target = inputs.success && sheet.success ? readTarget(fields, inputs.data, sheet.data) : null;
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
  fields: ScheduleFields,
  inputs: InputPatterns | null,
  sheet: ScheduleSheet | null,
): ScheduleTarget | Problem {
  const { designId = null, templateId = null, templateVersion = null } = fields;
  const target = {
    designId,
    templateId,
    templateVersion: templateId === null ? null : templateVersion,
    inputs,
  };
  if (sheet !== null) {
    if (designId !== null || (templateId === null) === (sheet.pipeline === undefined)) return badSheetTarget;
    return { ...target, sheet };
  }
  if ((designId === null) === (templateId === null)) return badTarget;
  return designId === null && inputs === null ? noInputs : { ...target, sheet: null };
}

const badTarget: Problem = {
  code: 'INVALID_TARGET',
  severity: 'error',
  message: 'A schedule starts either a design or a template.',
  place: { parameter: 'target' },
  expectation: 'exactly one of designId and templateId',
  fix: 'Choose one of them.',
};

const badSheetTarget: Problem = {
  code: 'INVALID_TARGET',
  severity: 'error',
  message: 'The rows of a sheet are jobs of either a template or a pipeline.',
  place: { parameter: 'target' },
  expectation: 'exactly one of templateId and sheet.pipeline',
  fix: 'Choose one of them.',
};

const noInputs: Problem = {
  code: 'NO_INPUTS',
  severity: 'error',
  message: 'A template has no inputs of its own.',
  place: { parameter: 'inputs' },
  expectation:
    'a file for each input, such as night_*.csv or lab:/night/*.csv; {} where its shared files are all',
  fix: 'Say which files are taken.',
};
