/** What stands in the form of a schedule, and what it means to the API. */
import type { JsonObject } from '@batchyard/domain';
import { noDrafts, type ParameterDrafts, toDraft } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { parseDrafts } from '../parameters/read-drafts';
import type { WholeSchedule } from './queries';
import { type SheetTarget, sheetOf } from './target-text';

export interface ScheduleDraft {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  /** `design:3`, `template:4`, or `sheet`; empty: not chosen yet. */
  readonly target: string;
  readonly sheet: SheetDraft;
  /** Of the template; null: the newest. */
  readonly templateVersion: number | null;
  /** By input: a file name or pattern. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly newOnly: boolean;
  readonly policies: ParameterDrafts;
}

/** What a part of the form needs. */
export interface PartProps {
  readonly draft: ScheduleDraft;
  readonly set: (changes: Partial<ScheduleDraft>) => void;
}

/** Where a sheet lies and what its rows are jobs of. */
export interface SheetDraft {
  readonly share: string;
  readonly path: string;
  /** Name in a workbook; empty: the first. */
  readonly sheet: string;
  /** `pipeline:rigid-body` or `template:4`. */
  readonly jobsOf: string;
  /** One line for each column: `heading = field`. */
  readonly mapping: string;
}

const noSheet: SheetDraft = { share: '', path: '', sheet: '', jobsOf: '', mapping: '' };

/** A new schedule: every night at two, by the clocks of the browser. */
export function emptyDraft(): ScheduleDraft {
  return {
    name: '',
    cron: '0 2 * * *',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    target: '',
    sheet: noSheet,
    templateVersion: null,
    inputs: {},
    newOnly: true,
    policies: noDrafts,
  };
}

/** @param fields of the policies */
export function draftOf(schedule: WholeSchedule, fields: readonly Field[]): ScheduleDraft {
  const { name, cron, zone, newOnly, design, template } = schedule;
  const sheet = sheetOf(schedule);
  const policies = schedule.policies as JsonObject;
  const values = fields.flatMap((field) =>
    field.path in policies ? [[field.path, toDraft(field, policies[field.path])]] : [],
  );
  return {
    name,
    cron,
    zone,
    target: sheet !== null ? 'sheet' : design ? `design:${design.id}` : `template:${template?.id ?? ''}`,
    sheet: sheet === null ? noSheet : sheetDraftOf(sheet, template?.id),
    templateVersion: schedule.templateVersion,
    inputs: (schedule.inputs ?? {}) as Record<string, string>,
    newOnly,
    policies: { ...noDrafts, values: Object.fromEntries(values) },
  };
}

function sheetDraftOf(
  { share, path, sheet, fields, pipeline }: SheetTarget,
  templateId?: string,
): SheetDraft {
  const mapping = Object.entries(fields).map(([heading, field]) => `${heading} = ${field ?? ''}`.trimEnd());
  return {
    share,
    path,
    sheet: sheet ?? '',
    jobsOf: pipeline === undefined ? `template:${templateId ?? ''}` : `pipeline:${pipeline}`,
    mapping: mapping.join('\n'),
  };
}

function readSheet({ share, path, sheet, jobsOf, mapping }: SheetDraft) {
  const lines = mapping.split('\n').filter((line) => line.includes('='));
  const fields = lines.map((line) => {
    const at = line.lastIndexOf('=');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim() || null];
  });
  const [kind, name = ''] = jobsOf.split(':');
  return {
    templateId: kind === 'template' ? name : null,
    sheet: {
      share,
      path: path.trim().replace(/^\/+/, ''),
      sheet: sheet.trim() || null,
      fields: Object.fromEntries(fields),
      ...(kind === 'pipeline' && { pipeline: name }),
    },
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
      templateVersion: draft.templateVersion,
      ...(kind === 'sheet' ? readSheet(draft.sheet) : { sheet: null }),
      inputs: inputs.length === 0 && kind !== 'template' ? null : Object.fromEntries(inputs),
      newOnly: draft.newOnly,
    },
    messages,
  };
}
