import type { Problem } from '../../contract.js';
import { checkScaffold } from './check-scaffold.js';
import { fileOfScaffold, type Scaffold, scaffoldOfFile } from './scaffold.js';
import { scaffoldFile } from './scaffold-file.js';

export interface ScaffoldReading {
  /** null where it cannot be used; there may be warnings beside one that can. */
  readonly scaffold: Scaffold | null;
  readonly problems: readonly Problem[];
}

/** What was read last, by name and text: the check of a job and the job, and all rows of a sheet, read the same one. */
const recent = new Map<string, ScaffoldReading>();
const mostRecent = 8;

/**
 * Reads a scaffold from JSON text and checks all of it: every problem at once, of the form and, where that is right,
 * of the control points, the section and the search. Never throws.
 * @param fileName as the user knows it
 */
export function readScaffold(text: string, fileName: string): ScaffoldReading {
  const key = `${fileName}\n${text}`;
  const reading = recent.get(key) ?? read(text, fileName);
  recent.delete(key);
  recent.set(key, reading);
  for (const oldest of recent.keys()) {
    if (recent.size <= mostRecent) break;
    recent.delete(oldest);
  }
  return reading;
}

function read(text: string, fileName: string): ScaffoldReading {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refused(fileName, [{ path: [], message: `JSON that can be read (${why})`, code: 'NOT_JSON' }]);
  }
  const parsed = scaffoldFile.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path, message, code: 'BAD_SCAFFOLD' }));
    return refused(fileName, issues, json);
  }
  const scaffold = scaffoldOfFile(parsed.data);
  const problems = checkScaffold(scaffold).map((problem) => ({
    ...problem,
    place: { file: fileName, ...problem.place },
  }));
  return { scaffold: problems.some(({ severity }) => severity === 'error') ? null : scaffold, problems };
}

/** JSON of a scaffold, in metres, which `readScaffold` reads back. */
export function scaffoldText(scaffold: Scaffold): string {
  return `${JSON.stringify(fileOfScaffold(scaffold), null, 2)}\n`;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code: string;
}

function refused(fileName: string, issues: readonly Issue[], json?: unknown): ScaffoldReading {
  const problems = issues.map(({ path, message, code }): Problem => {
    const where = path.map(String).join('.');
    const value = path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      json,
    );
    return {
      code,
      severity: 'error',
      message: `${fileName}: ${where === '' ? '' : `${where}: `}${message.replace(/\.$/, '')}.`,
      place: { file: fileName, ...(where === '' ? {} : { parameter: where }) },
      ...(path.length === 0 || value === undefined ? {} : { value: JSON.stringify(value).slice(0, 80) }),
      expectation: message,
      fix: where === '' ? 'Choose a scaffold file.' : `Correct ${where} in ${fileName}.`,
    };
  });
  return { scaffold: null, problems };
}
