/** The limit on the memory of a job on this machine: refused before it starts, or stopped while it runs. */
import { stat } from 'node:fs/promises';
import { memoryProblems } from '@batchyard/domain';
import { type Problem, parseParams, processTree } from '@batchyard/pipelines';
import { formatBytes } from '../terminal/format.js';
import type { JobRequest } from './request.js';

/** What is known to need too much by the sizes of its files. @param limitMb null: no limit */
export async function memoryRefusals(
  { pipeline, inputs, params }: JobRequest,
  limitMb: number | null,
): Promise<Problem[]> {
  const parsed = parseParams(pipeline, params);
  if (limitMb === null || pipeline.memoryBytes === undefined || 'problems' in parsed) return [];
  const sizes = Object.fromEntries(
    await Promise.all(
      Object.entries(inputs).map(
        async ([name, files]) =>
          [name, await Promise.all(files.map(async (file) => (await stat(file.path)).size))] as const,
      ),
    ),
  );
  const inputBytes = Object.values(sizes)
    .flat()
    .reduce((sum, bytes) => sum + bytes, 0);
  return memoryProblems(
    { inputs, inputBytes, memoryBytes: pipeline.memoryBytes(sizes, parsed.params) },
    limitMb,
  );
}

const lookEveryMs = 250;

/**
 * Looks at the memory of a process and all that it started, where the system shows it, and says once when it is too much.
 * @param limitMb null: nothing is watched
 * @returns ends the watching
 */
export function watchMemory(
  pid: number,
  limitMb: number | null,
  onExceeded: (message: string) => void,
): () => void {
  if (limitMb === null) return () => undefined;
  const timer = setInterval(() => {
    const usedBytes = processTree(pid).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    if (usedBytes <= limitMb * 1e6) return;
    clearInterval(timer);
    onExceeded(`Memory limit exceeded: the job used ${formatBytes(usedBytes)}; the limit is ${limitMb} MB.`);
  }, lookEveryMs);
  return () => clearInterval(timer);
}
