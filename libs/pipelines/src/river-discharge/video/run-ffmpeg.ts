/** Starting ffmpeg and ffprobe: local files only, nothing from the network, and never a question on the terminal. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { InputFile } from '../../contract.js';
import { videoProblem } from './video-problem.js';

const packages = createRequire(import.meta.url);

/** The programs to start: names looked up as the machine does, or paths. */
export interface VideoTools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** ffmpeg as installed on the machine, and where there is none, as it comes with the packages. */
export const installedTools: VideoTools = {
  get ffmpeg() {
    return findTool('ffmpeg');
  },
  get ffprobe() {
    return findTool('ffprobe');
  },
};

type ToolName = keyof VideoTools;

const found = new Map<ToolName, string>();

/** Asked once a process. The bare name where there is none at all, so that starting it says so. */
function findTool(name: ToolName): string {
  const known = found.get(name);
  if (known !== undefined) return known;
  const runs = spawnSync(name, ['-version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
  const program = runs ? name : (packagedTool(name) ?? name);
  found.set(name, program);
  return program;
}

/** Path of the program among the optional packages, which there are for Linux and macOS; null where it is not there. */
export function packagedTool(name: ToolName): string | null {
  const folder = `@${name}-installer/${process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(packages.resolve(`${folder}/package.json`)), name);
  } catch {
    return null;
  }
}

/** Containers that hold one video themselves: playlists and lists of files would read other files of the machine. */
const containers =
  'mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,mxf,dv,m4v,h264,hevc,mjpeg,gif';

/** Arguments that open a file and nothing else. */
export function inputArguments(file: InputFile): string[] {
  const only = ['-protocol_whitelist', 'file', '-format_whitelist', containers];
  return [...only, '-i', `file:${file.path}`];
}

/** A running program: its output, and a promise of how it ended. */
export interface RunningTool {
  readonly output: Readable;
  /** Exit code (null: killed) and what it said on the side, at most 8 KiB; rejects where it cannot be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  kill(): void;
}

const keptBytes = 8192;

/** Starts a program; an aborted signal kills it. */
export function startTool(
  program: string,
  args: readonly string[],
  file: InputFile,
  signal: AbortSignal,
): RunningTool {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < keptBytes) said += text.slice(0, keptBytes - said.length);
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.once('error', (error) => reject(startFailure(error, program, file)));
    child.once('close', (code) => resolve({ code, said }));
  }).finally(() => signal.removeEventListener('abort', kill));
  // Whoever reads the output may learn of the failure first.
  ended.catch(() => undefined);
  return { output: child.stdout, ended, kill };
}

function startFailure(error: NodeJS.ErrnoException, program: string, file: InputFile): Error {
  if (error.code !== 'ENOENT' && error.code !== 'EACCES') return error;
  return videoProblem(file, 'FFMPEG_MISSING', {
    message: `${file.name} cannot be opened: ${program} was not found on the machine that processes videos.`,
    value: program,
    expectation: 'ffmpeg and ffprobe 4.1 or newer',
    fix: 'Install ffmpeg there (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg), or install the packages again with those that are optional.',
  });
}

/** Runs a program to its end and returns its whole output as text. */
export async function runTool(
  program: string,
  args: readonly string[],
  file: InputFile,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly said: string; readonly output: string }> {
  signal.throwIfAborted();
  const running = startTool(program, args, file, signal);
  let output = '';
  running.output.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const { code, said } = await running.ended;
  signal.throwIfAborted();
  return { code, said, output };
}
