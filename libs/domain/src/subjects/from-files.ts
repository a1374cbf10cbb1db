/** Subjects and frames made from the names of files. */
import type { Problem } from '@batchyard/pipelines';
import { stemOf } from '../designs/file-patterns.js';
import { compilePattern, type FilePattern } from './name-pattern.js';
import { compareNatural, frameNumberOf, parseSubjectId } from './subject-ids.js';

/** A file by the name people know, with folders. */
export interface NamedFile {
  readonly id: string;
  readonly path: string;
}

export interface FrameFromFile {
  readonly number: number;
  /** File name without extension. */
  readonly name: string;
  readonly fileId: string;
}

export interface SubjectFromFiles {
  readonly name: string;
  readonly level: string;
  /** Name of the subject above; null at the top. Parents come before their children. */
  readonly parent: string | null;
  /** By number. */
  readonly frames: readonly FrameFromFile[];
}

export interface SubjectsFromFiles {
  readonly subjects: readonly SubjectFromFiles[];
  /** Files left out and why, or why there are no subjects at all. */
  readonly problems: readonly Problem[];
}

/**
 * Groups image files into subjects with ordered frames.
 * @param pattern of file names with levels and `frame` as placeholders: `{embryo}_s{frame}.png`,
 *   `{experiment}/{video}/{frame}.tif`. `*` is any text within a name, `**` and a slash any folders; without a slash it
 *   is a pattern of file names in any folder. Without placeholders names are read by their convention.
 * @param levels of the vocabulary, top first
 */
export function subjectsFromFiles(
  files: readonly NamedFile[],
  pattern: string,
  levels: readonly string[],
): SubjectsFromFiles {
  const compiled = compilePattern(pattern, levels);
  if ('problem' in compiled) return { subjects: [], problems: [compiled.problem] };
  const tree = new SubjectTree(levels);
  const problems: Problem[] = [];
  const unmatched: string[] = [];
  for (const file of [...files].sort((a, b) => compareNatural(a.path, b.path))) {
    const captured = compiled.pattern.match(file.path);
    if (captured === null) unmatched.push(file.path);
    else problems.push(...tree.add(file, captured, compiled.pattern));
  }
  return {
    subjects: tree.subjects(),
    problems: [...unmatchedProblem(unmatched, files.length, pattern), ...problems],
  };
}

function unmatchedProblem(unmatched: readonly string[], total: number, pattern: string): Problem[] {
  const [first] = unmatched;
  if (first === undefined) return [];
  const isAll = unmatched.length === total;
  return [
    {
      code: 'NO_MATCH',
      severity: isAll ? 'error' : 'warning',
      message: `${unmatched.length} of ${total} files do not match ${pattern}, the first is ${first}.`,
      place: { file: first },
      fix: 'Change the pattern, or leave these files out.',
    },
  ];
}

/** Subjects by name while files are read. */
class SubjectTree {
  private readonly byName = new Map<
    string,
    { level: string; parent: string | null; frames: Map<number, FrameFromFile> }
  >();

  constructor(private readonly levels: readonly string[]) {}

  add(file: NamedFile, captured: ReadonlyMap<string, string>, { hasLevels }: FilePattern): Problem[] {
    const stem = stemOf(file.path);
    const path = hasLevels ? this.captured(captured) : this.byConvention(stem);
    const frame = captured.get('frame');
    const number = frame === undefined ? frameNumberOf(stem) : Number(frame);
    const leaf = path.at(-1);
    if (leaf === undefined)
      return [
        fileProblem(
          file,
          'NO_SUBJECT',
          'no subject can be read from its name',
          'Name the levels in the pattern: {video}_{frame}.png.',
        ),
      ];
    if (number === null)
      return [
        fileProblem(
          file,
          'NO_FRAME_NUMBER',
          'its name ends with no frame number',
          'Put {frame} into the pattern.',
        ),
      ];
    const clash = this.enter(path);
    if (clash !== null) return [fileProblem(file, 'OTHER_PARENT', clash, 'Give subjects names that differ.')];
    const { frames } = this.byName.get(leaf.name) as { frames: Map<number, FrameFromFile> };
    const other = frames.get(number);
    if (other !== undefined)
      return [
        fileProblem(
          file,
          'DOUBLE_FRAME',
          `${leaf.name} has a frame ${number} already, ${other.name}`,
          'Keep one of them.',
        ),
      ];
    frames.set(number, { number, name: stem, fileId: file.id });
    return [];
  }

  subjects(): readonly SubjectFromFiles[] {
    const depth = (level: string) => this.levels.indexOf(level);
    return [...this.byName]
      .map(([name, { level, parent, frames }]) => ({
        name,
        level,
        parent,
        frames: [...frames.values()].sort((a, b) => a.number - b.number),
      }))
      .sort((a, b) => depth(a.level) - depth(b.level) || compareNatural(a.name, b.name));
  }

  /** Subjects from the top to the one with the frame. A name that does not begin with its parent's gets it in front. */
  private captured(texts: ReadonlyMap<string, string>): { readonly name: string; readonly level: string }[] {
    const path: { name: string; level: string }[] = [];
    for (const level of this.levels) {
      const text = texts.get(level);
      if (text === undefined) continue;
      const parent = path.at(-1)?.name;
      path.push({
        level,
        name: parent === undefined || text.startsWith(parent) ? text : `${parent}_${text}`,
      });
    }
    const [only] = path;
    const convention = path.length === 1 && only !== undefined ? this.byConvention(only.name) : [];
    return convention.at(-1)?.name === only?.name && convention.length > 1 ? convention : path;
  }

  private byConvention(name: string): { readonly name: string; readonly level: string }[] {
    const id = parseSubjectId(name);
    const names: Readonly<Record<string, string | null>> = {
      experiment: id?.experiment ?? null,
      video: id?.video ?? null,
      embryo: id?.embryo ?? null,
    };
    return this.levels.flatMap((level) => {
      const found = Object.hasOwn(names, level) ? names[level] : null;
      return found == null ? [] : [{ name: found, level }];
    });
  }

  /** @returns what stands against it */
  private enter(path: readonly { readonly name: string; readonly level: string }[]): string | null {
    for (const [index, { name, level }] of path.entries()) {
      const parent = path[index - 1]?.name ?? null;
      const known = this.byName.get(name);
      if (known === undefined) this.byName.set(name, { level, parent, frames: new Map() });
      else if (known.level !== level || known.parent !== parent)
        return `${name} is another subject already, ${known.level} of ${known.parent ?? 'the project'}`;
    }
    return null;
  }
}

function fileProblem({ path }: NamedFile, code: string, message: string, fix: string): Problem {
  return {
    code,
    severity: 'warning',
    message: `${path} was left out: ${message}.`,
    place: { file: path },
    fix,
  };
}
