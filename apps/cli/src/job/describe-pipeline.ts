/** Help of a pipeline, derived from its declarations. */
import { type ParamsJsonSchema, type Pipeline, paramsJsonSchema, pipelines } from '@batchyard/pipelines';
import { renderTable } from '../terminal/table.js';

/** Names and titles of all pipelines. */
export function listPipelines(): string {
  return renderTable(
    ['pipeline', 'what it does'],
    pipelines.map((pipeline) => [pipeline.name, pipeline.summary]),
  );
}

/** Inputs, parameters with units and defaults, and metrics. */
export function describePipeline(pipeline: Pipeline): string {
  const inputs = pipeline.inputs.map((input) => [
    input.name,
    [input.optional ? 'optional' : 'required', input.count === 'many' ? 'several files' : input.kind].join(
      ', ',
    ),
    input.extensions.join(' '),
    input.description,
  ]);
  const metrics = pipeline.metrics.map((metric) => [
    metric.name,
    metric.unit,
    metric.direction ?? '',
    metric.description,
  ]);
  return [
    `${pipeline.title} (${pipeline.name} ${pipeline.version})\n${pipeline.summary}`.trimEnd(),
    renderTable(['input', 'needed', 'ending', 'meaning'], inputs),
    renderTable(['parameter', 'unit', 'default', 'meaning'], parameterRows(paramsJsonSchema(pipeline))),
    renderTable(['metric', 'unit', 'better', 'meaning'], metrics),
  ].join('\n\n');
}

function parameterRows(schema: ParamsJsonSchema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const parameter = `${prefix}${name}`;
    if (field.properties) return parameterRows(field, `${parameter}.`);
    const unit = field.unit === '1' ? '' : (field.unit ?? '');
    const meaning = [field.description ?? field.title ?? '', allowedValues(field)].filter(Boolean).join(' ');
    return [[parameter, unit, defaultOf(field), meaning]];
  });
}

function defaultOf(field: ParamsJsonSchema): string {
  if (field.default === undefined) return '';
  const text = typeof field.default === 'string' ? field.default : JSON.stringify(field.default);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function allowedValues(field: ParamsJsonSchema): string {
  if (field.enum) return `(${field.enum.map(String).join(', ')})`;
  const bounds = [
    field.minimum !== undefined && `at least ${field.minimum}`,
    field.exclusiveMinimum !== undefined && `above ${field.exclusiveMinimum}`,
    field.maximum !== undefined &&
      Math.abs(field.maximum) < Number.MAX_SAFE_INTEGER &&
      `at most ${field.maximum}`,
    field.exclusiveMaximum !== undefined && `below ${field.exclusiveMaximum}`,
  ].filter(Boolean);
  return bounds.length > 0 ? `(${bounds.join(', ')})` : '';
}
