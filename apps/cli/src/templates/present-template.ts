import { flattenParams, type Json, type JsonObject, type TemplateDifference } from '@batchyard/domain';
import { renderTable } from '../terminal/table.js';
import type { ListedTemplate, TemplateVersion, WholeTemplate } from './template-requests.js';

export function presentTemplates(templates: readonly ListedTemplate[]): string {
  if (templates.length === 0) return 'No templates.';
  return renderTable(
    ['template', 'version', 'pipeline', 'shared files', 'saved', 'note'],
    templates.map(({ name, version, pipelineName, files, createdAt, note }) => [
      name,
      String(version),
      pipelineName,
      files.map((file) => file.name).join(', ') || '-',
      day(createdAt),
      note.split('\n')[0] ?? '',
    ]),
  );
}

/** One version in full, then all versions. */
export function presentTemplate(template: WholeTemplate, shown: TemplateVersion): string {
  const { name, pipelineName, archivedAt, versions } = template;
  const archived = archivedAt === null ? '' : ' (archived)';
  return [
    `${name}${archived}: version ${shown.version} for ${pipelineName}${shown.pipelineVersion ? ` ${shown.pipelineVersion}` : ''}`,
    ...(shown.note === '' ? [] : [shown.note]),
    valueTable('parameter', shown.params) ?? 'All parameters are the defaults.',
    ...[valueTable('option', shown.options)].filter((text) => text !== null),
    ...(shown.files.length === 0
      ? []
      : [
          renderTable(
            ['input', 'shared file', 'SHA-256'],
            shown.files.map((file) => [file.input, file.name, file.sha256]),
          ),
        ]),
    renderTable(
      ['version', 'saved', 'by', 'note'],
      versions.map(({ version, createdAt, createdBy, note }) => [
        String(version),
        day(createdAt),
        createdBy?.name ?? '-',
        note.split('\n')[0] ?? '',
      ]),
    ),
  ].join('\n\n');
}

export function presentDifferences(rows: readonly TemplateDifference[], from: number, to: number): string {
  const telling = rows.filter(({ sameValue }) => !sameValue);
  const silent = rows.length - telling.length;
  const rest =
    silent === 0 ? '' : `\n${silent} more are the default in both, written out in one of them only.`;
  if (telling.length === 0) return `Jobs get the same from versions ${from} and ${to}.${rest}`;
  const table = renderTable(
    ['what', 'change', `version ${from}`, `version ${to}`],
    telling.map(({ part, path, unit, change, before, after }) => [
      `${part} ${path}`,
      change,
      sideText(before, unit, part !== 'file' && change === 'added'),
      sideText(after, unit, part !== 'file' && change === 'removed'),
    ]),
  );
  return table + rest;
}

function sideText(value: Json, unit: string | null, isDefault: boolean): string {
  if (value === null) return '-';
  // Of a plain number.
  const hasUnit = unit !== null && unit !== '1';
  const text = hasUnit ? `${textOf(value)} ${unit}` : textOf(value);
  return isDefault ? `${text} (default)` : text;
}

function valueTable(noun: string, values: JsonObject): string | null {
  const rows = [...flattenParams(values)].map(([path, value]) => [path, textOf(value)]);
  return rows.length === 0 ? null : renderTable([noun, 'value'], rows);
}

const textOf = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

const day = (iso: string) => iso.slice(0, 16).replace('T', ' ');
