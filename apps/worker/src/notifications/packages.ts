/** With what programs on this machine run: what a digest names when a metric changes overnight. */
import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const timeoutMs = 30_000;
const maxBytes = 4 * 2 ** 20;

interface Interpreter {
  readonly command: string;
  readonly args: readonly string[];
}

/** Each prints lines of a name, a tab and a version; the first is its own. */
const interpreters: readonly Interpreter[] = [
  {
    command: 'python3',
    args: [
      '-c',
      'import platform, importlib.metadata as m\nprint("python", platform.python_version(), sep="\\t")\nfor d in m.distributions():\n  if d.metadata["Name"]: print("python/" + d.metadata["Name"].lower(), d.version, sep="\\t")',
    ],
  },
  {
    command: 'Rscript',
    args: [
      '--vanilla',
      '-e',
      'cat("r\\t", as.character(getRversion()), "\\n", sep=""); p <- installed.packages(); cat(paste0("r/", p[,"Package"], "\\t", p[,"Version"], "\\n"), sep="")',
    ],
  },
];

/** Versions by name, for example `python/numpy`; interpreters that are not there are left out. */
export async function lookUpPackages(
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const found = await Promise.all(
    interpreters.map((interpreter) => packagesOf(interpreter, environment, signal)),
  );
  return Object.assign(
    { node: process.versions.node, system: `${os.type()} ${os.release()}` },
    ...found,
  ) as Record<string, string>;
}

async function packagesOf(
  { command, args }: Interpreter,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  try {
    const { stdout } = await run(command, [...args], {
      env: environment,
      timeout: timeoutMs,
      maxBuffer: maxBytes,
      signal,
    });
    return Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [name, version] = line.trim().split('\t');
        return name && version ? [[name, version]] : [];
      }),
    );
  } catch {
    return {};
  }
}
