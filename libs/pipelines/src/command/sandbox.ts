/**
 * What a program may touch. Beside the worker, where bubblewrap is usable: everything readable that the operator does not hide, nothing
 * writable but its output and a private folder for temporary files, no network unless it is allowed.
 */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { tryBubblewrap } from '../processes/bubblewrap.js';

export interface SandboxPlaces {
  /** Written to. */
  readonly outputDir: string;
  /** Becomes /tmp. */
  readonly tmpDir: string;
  /** Read, wherever they lie. */
  readonly readable: readonly string[];
  /** Folders that the program must not see. */
  readonly hidden: readonly string[];
  readonly network: 'allowed' | 'none';
  readonly workingDirectory: string;
  /** Names of the variables that it gets. */
  readonly variables: readonly string[];
}

export interface Sandbox {
  /** Null where programs run without one: then why. */
  readonly refusal: string | null;
  /** The folder for temporary files as the program sees it. */
  tmpOf(places: SandboxPlaces): string;
  wrap(command: readonly string[], places: SandboxPlaces): readonly string[];
  /** Variables of the process that starts it, from those that the program gets. */
  environmentOf(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** Ends it where it is not among our processes; null: it is. */
  readonly release: readonly string[] | null;
}

const always = ['--die-with-parent', '--new-session', '--unshare-ipc', '--unshare-uts'];
/** Where nobody has made a PID namespace around us; within one, another /proc cannot be mounted. */
const ownProcesses = ['--unshare-pid', '--proc', '/proc'];
const sharedProcesses = ['--ro-bind', '/proc', '/proc'];
const base = ['--ro-bind', '/', '/', '--dev', '/dev'];

let chosen: Promise<Sandbox> | undefined;

/** Looks once what this machine allows. */
export function bubblewrapSandbox(): Promise<Sandbox> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Sandbox> {
  let refusal = '';
  for (const processes of [ownProcesses, sharedProcesses]) {
    const tried = await tryBubblewrap([...base, ...processes, ...always, '--unshare-net']);
    if (tried.refusal === null) return bubblewrap(processes);
    refusal = tried.refusal;
  }
  return noSandbox(refusal);
}

const besideUs = {
  environmentOf: (variables: Readonly<Record<string, string>>) => variables,
  release: null,
};

/** @param refusal why there is none */
export function noSandbox(refusal: string): Sandbox {
  return { ...besideUs, refusal, tmpOf: ({ tmpDir }) => tmpDir, wrap: (command) => command };
}

function bubblewrap(processes: readonly string[]): Sandbox {
  return {
    ...besideUs,
    refusal: null,
    tmpOf: () => '/tmp',
    wrap: (command, places) => [
      'bwrap',
      ...base,
      ...processes,
      ...always,
      ...(places.network === 'allowed' ? [] : ['--unshare-net']),
      ...bindings(places),
      '--chdir',
      places.workingDirectory,
      '--',
      ...command,
    ],
  };
}

/** More are not bound one by one: the number of arguments is limited. */
const maxBindings = 500;

function bindings({ outputDir, tmpDir, readable, hidden, network }: SandboxPlaces): string[] {
  // Sockets of services lie there, and with them ways around everything else.
  const covered = ['/tmp', '/var/tmp', '/run', ...hidden].filter((folder) => existsSync(folder));
  const isCovered = (file: string) =>
    covered.some((folder) => file === folder || file.startsWith(`${folder}/`));
  const wanted = readable.filter((file) => isCovered(file) || isCovered(realpathSync(file)));
  const shown =
    wanted.length > maxBindings
      ? [commonFolder(wanted), commonFolder(wanted.map((file) => realpathSync(file)))]
      : wanted;
  return [
    '--bind',
    tmpDir,
    '/tmp',
    ...covered.filter((folder) => folder !== '/tmp').flatMap((folder) => ['--tmpfs', folder]),
    // Names are looked up there.
    ...(network === 'allowed' ? ['--ro-bind-try', '/run/systemd/resolve', '/run/systemd/resolve'] : []),
    ...shown.flatMap((file) => ['--ro-bind', realpathSync(file), file]),
    '--bind',
    outputDir,
    outputDir,
  ];
}

function commonFolder(files: readonly string[]): string {
  const [first = '/', ...others] = files.map((file) => path.dirname(file));
  let folder = first;
  while (!others.every((each) => each === folder || each.startsWith(`${folder}/`)))
    folder = path.dirname(folder);
  return folder;
}
