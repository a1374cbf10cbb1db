/** The lines of JSON by which a program tells what it does. Anything else that it prints is log. */
import { z } from 'zod';
import type { PipelineAnnotation } from '../contract.js';
import type { Json } from '../json.js';

/** One thing that a line says. */
export type ProtocolMessage =
  | { readonly type: 'progress'; readonly fraction: number }
  | { readonly type: 'stage'; readonly name: string }
  /** `value` is text where the program printed no finite number. `step`: as it stands on the way; null: a result. */
  | {
      readonly type: 'metric';
      readonly name: string;
      readonly value: number | string;
      readonly step: number | null;
    }
  | {
      readonly type: 'artifact';
      readonly path: string;
      readonly title?: string;
      readonly role?: ArtifactRoleText;
    }
  | { readonly type: 'annotate'; readonly annotation: PipelineAnnotation }
  | { readonly type: 'warn'; readonly text: string }
  | {
      readonly type: 'table';
      readonly name: string;
      readonly title?: string;
      readonly rows: readonly TableRow[];
    };

export type TableRow = Readonly<Record<string, Json>>;
type ArtifactRoleText = 'preview' | 'result' | 'report' | 'data';

/** What a line is: log, or messages with what of it was not understood. */
export interface ReadLine {
  readonly messages: readonly ProtocolMessage[];
  /** For the log; empty for log itself. */
  readonly misunderstood: readonly string[];
}

const frames = z.union([
  z.null(),
  z.string(),
  z.int().min(0),
  z.array(z.strictObject({ first: z.int(), last: z.int() })),
]);
const annotationSchema = z.strictObject({
  subject: z.string().min(1),
  frames: frames.default(null),
  kind: z.string().min(1),
  value: z.string().min(1),
  confidence: z.number().min(0).max(1).optional(),
  severity: z.enum(['info', 'warning', 'error', 'critical']).optional(),
  note: z.string().max(10_000).optional(),
  detail: z.record(z.string(), z.json()).optional(),
});
const roleSchema = z.enum(['preview', 'result', 'report', 'data']);
const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Each key with what it must hold. */
const keys = {
  progress: z.number().min(0).max(1),
  stage: z.string().min(1),
  metric: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  step: z.int().min(0),
  artifact: z.string().min(1),
  title: z.string().min(1),
  role: roleSchema,
  annotate: annotationSchema,
  warn: z.string().min(1),
  table: z.strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/),
    title: z.string().min(1).optional(),
    rows: z.array(z.record(z.string(), plainValue)),
  }),
} as const;
const speaking = ['progress', 'stage', 'metric', 'artifact', 'annotate', 'warn', 'table'];
const examples: Readonly<Record<string, string>> = {
  progress: 'a number of 0 to 1',
  stage: 'the name of a stage',
  metric: '{"name": 1.5}',
  step: 'a whole number from 0',
  artifact: 'the path of a file in the output folder',
  title: 'a text',
  role: 'preview, result, report or data',
  annotate: '{"subject": …, "frames": …, "kind": …, "value": …}',
  warn: 'a text',
  table: '{"name": …, "rows": [{…}, …]}',
};

/** @returns null for a line that is log */
export function readProtocolLine(line: string): ReadLine | null {
  const text = line.trim();
  if (!text.startsWith('{')) return null;
  const raw = parseLoosely(text);
  if (raw === undefined || !Object.keys(raw).some((key) => speaking.includes(key))) return null;
  const misunderstood: string[] = [];
  const said: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const schema = keys[key as keyof typeof keys] as z.ZodType | undefined;
    const parsed = schema?.safeParse(value);
    if (parsed?.success) said[key] = parsed.data;
    else if (parsed === undefined) misunderstood.push(`there is no "${key}"`);
    else misunderstood.push(`"${key}" must be ${examples[key]}${placeIn(parsed.error)}`);
  }
  return { messages: messagesOf(said as Said), misunderstood };
}

type Said = { readonly [K in keyof typeof keys]?: z.infer<(typeof keys)[K]> };

function messagesOf(said: Said): ProtocolMessage[] {
  const { stage, progress, metric, step = null, artifact, title, role, annotate, warn, table } = said;
  return [
    ...(stage === undefined ? [] : [{ type: 'stage', name: stage } as const]),
    ...(progress === undefined ? [] : [{ type: 'progress', fraction: progress } as const]),
    ...Object.entries(metric ?? {}).map(
      ([name, value]) => ({ type: 'metric', name, value: value ?? 'null', step }) as const,
    ),
    ...(table === undefined ? [] : [{ type: 'table', ...table } as const]),
    ...(artifact === undefined ? [] : [{ type: 'artifact', path: artifact, title, role } as const]),
    ...(annotate === undefined ? [] : [{ type: 'annotate', annotation: annotationOf(annotate) } as const]),
    ...(warn === undefined ? [] : [{ type: 'warn', text: warn } as const]),
  ];
}

/** One frame number is a run of its own. */
function annotationOf({ frames: said, ...rest }: z.infer<typeof annotationSchema>): PipelineAnnotation {
  const asRuns = typeof said === 'number' ? [{ first: said, last: said }] : said;
  return { ...rest, frames: asRuns } as PipelineAnnotation;
}

/** JSON, and the NaN and Infinity that some languages print as if they were: as texts, to be named later. */
function parseLoosely(text: string): Record<string, unknown> | undefined {
  for (const candidate of [text, text.replace(/([:[,]\s*)(-?(?:NaN|Infinity))(?=\s*[,}\]])/g, '$1"$2"')]) {
    try {
      const value: unknown = JSON.parse(candidate);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? (value as Record<string, unknown>) : undefined;
    } catch {
      // Not JSON so.
    }
  }
  return undefined;
}

function placeIn(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return '';
  if (issue.code === 'unrecognized_keys') return ` (it has no ${issue.keys.join(', ')})`;
  return issue.path.length > 0 ? ` (${issue.path.join('.')} does not fit)` : '';
}
