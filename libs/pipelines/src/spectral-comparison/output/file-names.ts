/** Names of graphs: made of a template, safe on every system, and reserved so that no two jobs write one file. */
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ProcessingError } from '../../contract.js';

export type ConflictPolicy = 'auto_increment' | 'overwrite' | 'skip';

const placeholders = ['sample', 'baseline'] as const;
type Placeholder = (typeof placeholders)[number];

/** @returns what a template must be instead, for the user; null for one that can be used */
export function templateFault(template: string): string | null {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name]) => !(placeholders as readonly string[]).includes(name!),
  );
  if (unknown) return `a name with {sample} and {baseline} only, without ${unknown[0]}`;
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) return 'a name whose braces come in pairs';
  if (/[/\\]/.test(template) || template.startsWith('.'))
    return 'a name without folders (/, \\ or a dot first)';
  return null;
}

/** The file stem that a template gives; characters that a file system refuses become `_`. */
export function fillTemplate(template: string, stems: Record<Placeholder, string>): string {
  const filled = template.replace(/\{(sample|baseline)\}/g, (_, name: Placeholder) => stems[name]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into names
  const safe = filled.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+|[. ]+$/g, '');
  return [...safe].slice(0, maxStem).join('') || 'comparison';
}

/** File systems take 255 bytes; a character has up to four. */
const maxStem = 60;

/** Name without its extension. */
export function stemOf(fileName: string): string {
  return path.parse(fileName).name;
}

/**
 * Takes a name in a folder for its caller alone, by making an empty file that nobody had made before.
 * @param extension without the dot
 * @param now for the name when 999 are taken
 * @returns null where the file exists and the policy is to skip
 */
export async function reserveName(
  folder: string,
  stem: string,
  extension: string,
  policy: ConflictPolicy,
  now: () => Date = () => new Date(),
): Promise<string | null> {
  const plain = `${stem}.${extension}`;
  if ((await take(path.join(folder, plain))) || policy === 'overwrite') return plain;
  if (policy === 'skip') return null;
  for (let number = 1; number <= 999; number++) {
    const name = `${stem}_${String(number).padStart(3, '0')}.${extension}`;
    if (await take(path.join(folder, name))) return name;
  }
  const timed = `${stem}_${now().toISOString().replace(/[-:.]/g, '')}.${extension}`;
  if (await take(path.join(folder, timed))) return timed;
  throw new ProcessingError(`All names from ${plain} to ${timed} are taken in ${folder}.`);
}

async function take(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Gives a reserved name back when nothing was written under it. */
export async function releaseName(folder: string, name: string): Promise<void> {
  const file = path.join(folder, name);
  if ((await stat(file).catch(() => null))?.size === 0) await rm(file, { force: true });
}
