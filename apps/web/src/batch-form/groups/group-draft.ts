/** Groups of a design: parameters that vary together as one entry. As typed, and as entries of the design. */
import {
  type Axis,
  type AxisEntry,
  type AxisGroup,
  canonicalJson,
  isGroup,
  type Json,
  parametersOf,
  parseExpression,
  settingSpace,
} from '@batchyard/domain';
import { axisDraftsOf } from '../../parameters/axis-drafts';
import { changeOf } from '../../parameters/drafts';
import type { Field } from '../../parameters/fields';
import type { RangeUse } from '../../parameters/range-draft';
import { parseAxis } from '../../parameters/read-drafts';
import { parseTable, tableText } from '../table/parse-table';

/** How the parameters of a group combine. */
export const memberKinds = ['zip', 'grid', 'random', 'latin_hypercube', 'sobol'] as const;
export type MemberKind = (typeof memberKinds)[number];

/** Parameters that are varied in the form and belong together. */
export interface MemberGroup {
  readonly kind: MemberKind;
  /** Paths of parameters. */
  readonly members: readonly string[];
  /** Settings to draw, of kinds that draw. */
  readonly samples: string;
  /** Empty: always. */
  readonly when: string;
}

/** A table of settings as pasted. */
export interface RowsGroup {
  readonly kind: 'rows';
  readonly table: string;
  readonly when: string;
  /** Place among the entries of the design; null: the last one. */
  readonly place: number | null;
}

/** What the form has no fields for; it stays as it is. */
export interface KeptEntry {
  readonly kind: 'kept';
  readonly entry: AxisEntry;
  readonly place: number;
}

export type GroupDraft = MemberGroup | RowsGroup | KeptEntry;

export const emptyTable: RowsGroup = { kind: 'rows', table: '', when: '', place: null };

export function isMemberGroup(group: GroupDraft): group is MemberGroup {
  return group.kind !== 'rows' && group.kind !== 'kept';
}

/** Whether entries of this kind try every value of a range or draw from it. */
export function rangeUseOf(kind: string): RangeUse {
  return kind === 'grid' || kind === 'zip' ? 'enumerate' : 'draw';
}

/** The use that is made of a parameter's range: that of its group, else that of the design. */
export function rangeUseAt(groups: readonly GroupDraft[], kind: string): (path: string) => RangeUse {
  return (path) => rangeUseOf(groupOf(groups, path)?.kind ?? kind);
}

/** The group that a parameter belongs to. */
export function groupOf(groups: readonly GroupDraft[], path: string): MemberGroup | undefined {
  return groups.filter(isMemberGroup).find(({ members }) => members.includes(path));
}

export interface ReadGroups {
  readonly entries: readonly AxisEntry[];
  /** `groups.<index>` → what is wrong with that group. */
  readonly messages: Readonly<Record<string, string>>;
}

/** The entries of a design: axes, with those of a group together where the first one of them stands. */
export function readGroups(
  groups: readonly GroupDraft[],
  axes: readonly Axis[],
  fields: readonly Field[],
): ReadGroups {
  const messages: Record<string, string> = {};
  const entries: AxisEntry[] = [];
  const done = new Set<MemberGroup>();
  for (const axis of axes) {
    const group = groupOf(groups, axis.parameter);
    if (group === undefined) entries.push(axis);
    else if (!done.has(group)) entries.push(memberEntry(group, axes));
    if (group !== undefined) done.add(group);
  }
  const varied = parametersOf(axes);
  groups.forEach((group, index) => {
    const message = messageOf(group, axes, varied, fields);
    if (message !== undefined) messages[`groups.${index}`] = message;
    if (isMemberGroup(group)) return;
    const entry = group.kind === 'kept' ? group.entry : rowsEntry(group, fields);
    if (entry !== null) entries.splice(group.place ?? entries.length, 0, entry);
  });
  return { entries, messages };
}

function memberEntry({ kind, members, samples, when }: MemberGroup, axes: readonly Axis[]): AxisGroup {
  const own = members.flatMap((path) => axes.find(({ parameter }) => parameter === path) ?? []);
  const drawn = rangeUseOf(kind) === 'draw' && isCount(samples) ? { samples: Number(samples) } : {};
  return { kind, axes: own, ...drawn, ...condition(when) };
}

function rowsEntry({ table, when }: RowsGroup, fields: readonly Field[]): AxisGroup | null {
  const { rows } = parseTable(table, fields);
  return rows.length === 0 ? null : { kind: 'rows', rows, ...condition(when) };
}

const condition = (when: string) => (when.trim() === '' ? {} : { when: when.trim() });
const isCount = (text: string) => /^\d+$/.test(text.trim()) && Number(text) >= 1;

function messageOf(
  group: GroupDraft,
  axes: readonly Axis[],
  varied: readonly string[],
  fields: readonly Field[],
): string | undefined {
  if (group.kind === 'kept') return doubled(parametersOf([group.entry]), varied);
  const wrong = group.when.trim() === '' ? undefined : parseExpression(group.when).problems[0];
  if (wrong) return `Only when: ${wrong.message}`;
  if (group.kind === 'rows') return tableMessage(group, varied, fields);
  const entry = memberEntry(group, axes);
  if ((entry.axes ?? []).length === 0)
    return 'Choose the parameters that belong together, or remove the group.';
  if (rangeUseOf(group.kind) === 'draw' && !isCount(group.samples))
    return 'Enter how many settings to draw: a whole number, 1 or more.';
  const { problems } = settingSpace({ axes: [entry] });
  return problems.find(({ code }) => code === 'UNEQUAL_LENGTHS')?.message;
}

function tableMessage({ table }: RowsGroup, varied: readonly string[], fields: readonly Field[]) {
  const { rows, problems } = parseTable(table, fields);
  if (problems.length > 0) {
    return problems.length === 1 ? 'The table has a problem.' : `The table has ${problems.length} problems.`;
  }
  return doubled(Object.keys(rows[0] ?? {}), varied);
}

function doubled(paths: readonly string[], varied: readonly string[]): string | undefined {
  const both = paths.find((path) => varied.includes(path));
  return both && `${both} is varied on its own as well; remove one of both.`;
}

/** The entries of a design as axes of the form and groups; what has no fields is kept as it is. */
export function groupsOf(
  entries: readonly AxisEntry[],
  kind: string,
  fields: readonly Field[],
): { readonly axes: readonly Axis[]; readonly groups: readonly GroupDraft[] } {
  const axes: Axis[] = [];
  const groups: GroupDraft[] = [];
  entries.forEach((entry, place) => {
    const kept = { kind: 'kept', entry, place } as const;
    if (!isGroup(entry)) {
      if (isInFields(entry, rangeUseOf(kind), fields)) axes.push(entry);
      else groups.push(kept);
      return;
    }
    const group = memberGroupOf(entry, fields) ?? rowsGroupOf(entry, place, fields) ?? kept;
    groups.push(group);
    if (isMemberGroup(group)) axes.push(...(entry.axes as readonly Axis[]));
  });
  return { axes, groups };
}

function isInFields(axis: Axis, use: RangeUse, fields: readonly Field[]): boolean {
  const field = fields.find(({ path }) => path === axis.parameter);
  if (field === undefined) return false;
  const parsed = parseAxis(field, changeOf({ values: {}, ...axisDraftsOf(fields, [axis]) }, field.path), use);
  return 'axis' in parsed && same(parsed.axis, axis);
}

function memberGroupOf({ kind, axes = [], samples, when }: AxisGroup, fields: readonly Field[]) {
  const known = memberKinds.find((each) => each === kind);
  const isPlain = axes.every((axis) => !isGroup(axis) && isInFields(axis, rangeUseOf(kind), fields));
  if (known === undefined || axes.length === 0 || !isPlain) return null;
  return {
    kind: known,
    members: parametersOf(axes),
    samples: samples === undefined ? '' : String(samples),
    when: when ?? '',
  };
}

function rowsGroupOf({ kind, rows = [], when }: AxisGroup, place: number, fields: readonly Field[]) {
  const table = kind === 'rows' ? tableText(rows) : null;
  if (table === null || !same(parseTable(table, fields).rows, rows)) return null;
  return { kind: 'rows', table, when: when ?? '', place } as const;
}

const same = (a: unknown, b: unknown) => canonicalJson(plain(a)) === canonicalJson(plain(b));
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
