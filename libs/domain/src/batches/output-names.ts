/**
 * Folder names of jobs in downloads, from a template such as `{input}_{position}`. A name is one safe folder name on
 * every system; names that differ only in case count as equal, because some file systems think so.
 */
import type { Json, Problem } from '@batchyard/pipelines';
import { stemOf } from '../designs/file-patterns.js';
import { flattenParams, valueAt } from '../designs/paths.js';
import type { BatchOptions } from './options.js';
import type { PlannedJob } from './plan.js';

/** Longest name, in characters and in bytes of UTF-8 (file systems allow 255 bytes). */
const maxOutputNameChars = 120;
const maxOutputNameBytes = 240;

/** What can stand in braces beside the dotted path of a parameter. */
const outputPlaceholders = ['input', 'stem', 'position', 'replicate', 'label', 'batch'] as const;

export interface NamedOutputs {
  /** One for each job; null where a later job took over the name. */
  readonly names: readonly (string | null)[];
  readonly problems: readonly Problem[];
}

export interface OutputNaming {
  readonly options: Pick<BatchOptions, 'outputName' | 'onNameConflict'>;
  readonly batchName: string;
  /** Declared inputs, the main one first. */
  readonly inputNames: readonly string[];
  /** Cells of the design: as many digits as they need, `{position}` has at least four. */
  readonly cellCount: number;
  /** The known name nearest to an unknown one. */
  nearest(name: string, known: readonly string[]): string | null;
}

/**
 * Names the outputs of all jobs. `{position}` counts from 0, as positions do everywhere.
 * Equal names: `auto-increment` appends _001, _002 … to the later ones; `overwrite` leaves the name to the last one,
 * so that the earlier ones have no folder; `fail` is a problem.
 */
export function nameOutputs(jobs: readonly PlannedJob[], naming: OutputNaming): NamedOutputs {
  const template = parseTemplate(naming.options.outputName);
  const problems = checkTemplate(template, jobs[0], naming);
  if (problems.length > 0) return { names: jobs.map(() => null), problems };
  const wanted = jobs.map((job) =>
    safeFolderName(template.map((part) => fillIn(part, job, naming)).join(''), `job_${job.position}`),
  );
  return settle(wanted, jobs, naming.options);
}

type TemplatePart = string | { readonly placeholder: string };

/** Text and placeholders in turn; a brace without its partner is text. */
function parseTemplate(template: string): TemplatePart[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{.*\}$/.test(part) ? { placeholder: part.slice(1, -1).trim() } : part));
}

function checkTemplate(
  template: readonly TemplatePart[],
  job: PlannedJob | undefined,
  { nearest }: OutputNaming,
): Problem[] {
  if (job === undefined) return [];
  const unknown = template.flatMap((part) =>
    typeof part === 'string' || isKnown(part.placeholder, job) ? [] : [part.placeholder],
  );
  return [...new Set(unknown)].map((name) => {
    const known = [...outputPlaceholders, ...flattenParams(job.params).keys()];
    const near = nearest(name, known);
    const all = outputPlaceholders.map((placeholder) => `{${placeholder}}`).join(', ');
    return {
      code: 'UNKNOWN_PLACEHOLDER',
      severity: 'error',
      message: `The output name has no placeholder {${name}}${near ? `; did you mean {${near}}?` : '.'}`,
      place: { parameter: 'options.outputName' },
      value: `{${name}}`,
      expectation: `${all}, or the dotted path of a parameter`,
      fix: near ? `Write {${near}}.` : `Remove {${name}}.`,
    };
  });
}

function isKnown(placeholder: string, job: PlannedJob): boolean {
  const known: readonly string[] = outputPlaceholders;
  return known.includes(placeholder) || valueAt(job.params, placeholder) !== undefined;
}

function fillIn(part: TemplatePart, job: PlannedJob, naming: OutputNaming): string {
  if (typeof part === 'string') return part;
  switch (part.placeholder) {
    case 'input':
    case 'stem':
      return stemOfMainFile(job, naming.inputNames);
    case 'position':
      return String(job.position).padStart(Math.max(4, String(naming.cellCount - 1).length), '0');
    case 'replicate':
      return String(job.replicate);
    case 'label':
      return job.givenId ?? job.label;
    case 'batch':
      return naming.batchName;
    default:
      return asText(valueAt(job.params, part.placeholder));
  }
}

function stemOfMainFile({ inputs }: PlannedJob, inputNames: readonly string[]): string {
  const main = inputNames.find((name) => inputs[name]?.[0] !== undefined);
  const file = main === undefined ? undefined : inputs[main]?.[0];
  return file === undefined ? 'no-input' : stemOf(file.name);
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|\.)/i;

/**
 * One folder name out of any text: no separators, control or direction characters, none that Windows refuses, no
 * leading dot, no trailing dot or space, of limited length.
 * @param fallback where nothing is left
 */
export function safeFolderName(text: string, fallback: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(reservedOnWindows, '$1_');
  return cut(clean, maxOutputNameChars).replace(/[. ]+$/, '') || fallback;
}

/** The longest start of a text that fits, without half a character. */
function cut(text: string, maxChars: number): string {
  const maxBytes = maxOutputNameBytes - (maxOutputNameChars - maxChars);
  let kept = '';
  let bytes = 0;
  let chars = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    chars++;
    if (chars > maxChars || bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function settle(
  wanted: readonly string[],
  jobs: readonly PlannedJob[],
  { onNameConflict }: OutputNaming['options'],
): NamedOutputs {
  const keys = wanted.map((name) => name.toLowerCase());
  switch (onNameConflict) {
    case 'auto-increment': {
      const names = numbered(wanted, keys);
      const changed = names.filter((name, index) => name !== wanted[index]).length;
      return { names, problems: warnOf(changed, 'got a number, because another job has that name') };
    }
    case 'overwrite': {
      const last = new Map(keys.map((key, index) => [key, index]));
      const names = wanted.map((name, index) => (last.get(keys[index] ?? '') === index ? name : null));
      const lost = names.filter((name) => name === null).length;
      return { names, problems: warnOf(lost, 'will not be in downloads, because a later job has that name') };
    }
    case 'fail':
      return { names: wanted, problems: conflicts(wanted, keys, jobs) };
  }
}

function warnOf(outputs: number, what: string): Problem[] {
  if (outputs === 0) return [];
  return [
    {
      code: 'NAME_CONFLICT',
      severity: 'warning',
      message: `${outputs === 1 ? '1 output' : `${outputs} outputs`} ${what}.`,
      place: { parameter: 'options.outputName' },
      fix: 'Add {position} or a parameter that differs to the output name.',
    },
  ];
}

/** The first of equal names keeps it, the others get the first free number. */
function numbered(wanted: readonly string[], keys: readonly string[]): string[] {
  const taken = new Set(keys);
  const seen = new Set<string>();
  const next = new Map<string, number>();
  return wanted.map((name, index) => {
    const key = keys[index] ?? '';
    if (!seen.has(key)) {
      seen.add(key);
      return name;
    }
    for (let number = next.get(key) ?? 1; ; number++) {
      const suffix = `_${String(number).padStart(3, '0')}`;
      const candidate = `${cut(name, maxOutputNameChars - suffix.length)}${suffix}`;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      next.set(key, number + 1);
      return candidate;
    }
  });
}

function conflicts(
  wanted: readonly string[],
  keys: readonly string[],
  jobs: readonly PlannedJob[],
): Problem[] {
  const first = new Map<string, number>();
  return keys.flatMap((key, index): Problem[] => {
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, index);
      return [];
    }
    const [one, two] = [jobs[other]?.label, jobs[index]?.label];
    return [
      {
        code: 'NAME_CONFLICT',
        severity: 'error',
        message: `The outputs of ${one} and of ${two} would both be named ${wanted[index]}.`,
        place: { parameter: 'options.outputName' },
        value: wanted[index] ?? '',
        expectation: 'a name of its own for each job',
        fix: 'Add {position} or a parameter that differs, or choose auto-increment or overwrite.',
      },
    ];
  });
}
