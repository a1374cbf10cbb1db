/** What stands in the form of a schedule, and what it means to the API. */
import type { JsonObject } from '@batchyard/domain';
import { noDrafts, type ParameterDrafts, toDraft } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { parseDrafts } from '../parameters/read-drafts';
import type { WholeSchedule } from './queries';

export interface ScheduleDraft {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  /** `design:3` or `template:4`; empty: not chosen yet. */
  readonly target: string;
  /** By input: a file name or pattern. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly newOnly: boolean;
  readonly policies: ParameterDrafts;
}

/** A new schedule: every night at two, by the clocks of the browser. */
export function emptyDraft(): ScheduleDraft {
  return {
    name: '',
    cron: '0 2 * * *',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    target: '',
    inputs: {},
    newOnly: true,
    policies: noDrafts,
  };
}

/** @param fields of the policies */
export function draftOf(schedule: WholeSchedule, fields: readonly Field[]): ScheduleDraft {
  const { name, cron, zone, newOnly, design, template } = schedule;
  const policies = schedule.policies as JsonObject;
  const values = fields.flatMap((field) =>
    field.path in policies ? [[field.path, toDraft(field, policies[field.path])]] : [],
  );
  return {
    name,
    cron,
    zone,
    target: design ? `design:${design.id}` : `template:${template?.id ?? ''}`,
    inputs: (schedule.inputs ?? {}) as Record<string, string>,
    newOnly,
    policies: { ...noDrafts, values: Object.fromEntries(values) },
  };
}

/** The fields of a mutation, and what is wrong with the policies by path. */
export function readDraft(draft: ScheduleDraft, fields: readonly Field[]) {
  const [kind, id = null] = draft.target.split(':');
  const { params, messages } = parseDrafts(fields, draft.policies);
  const inputs = Object.entries(draft.inputs).filter(([, name]) => name.trim() !== '');
  return {
    input: {
      name: draft.name,
      cron: draft.cron,
      zone: draft.zone,
      policies: params,
      designId: kind === 'design' ? id : null,
      templateId: kind === 'template' ? id : null,
      inputs: inputs.length === 0 ? null : Object.fromEntries(inputs),
      newOnly: draft.newOnly,
    },
    messages,
  };
}
