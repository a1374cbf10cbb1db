/**
 * What can run a program elsewhere than beside the worker: container engines, and Slurm. Whoever runs a worker says
 * which of them it offers, as each gives programs more than a sandbox does.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CommandDefinition } from './definition.js';

/** Container engines, by the names of their programs. */
export const containerEngines = ['apptainer', 'singularity', 'podman', 'docker'] as const;
export type ContainerEngine = (typeof containerEngines)[number];

export const runners = [...containerEngines, 'slurm'] as const;
export type Runner = (typeof runners)[number];

/** What a definition may need of a worker, which is the label of workers that offer it. */
export const runnerNeeds = ['container', 'slurm'] as const;
export type RunnerNeed = (typeof runnerNeeds)[number];

/** Labels of the workers that can run it; none for a program that runs beside the worker. */
export function neededRunners({
  container,
  slurm,
}: Pick<CommandDefinition, 'container' | 'slurm'>): RunnerNeed[] {
  return [...(container === undefined ? [] : ['container' as const]), ...(slurm ? ['slurm' as const] : [])];
}

/** What a worker with these runners offers. */
export function offeredNeeds(offered: readonly Runner[]): RunnerNeed[] {
  return runnerNeeds.filter((need) =>
    offered.some((runner) => (runner === 'slurm' ? 'slurm' : 'container') === need),
  );
}

/** Comma-separated, as in `COMMAND_RUNNERS=podman,slurm`. @throws Error with one clear line */
export function readRunners(text = ''): Runner[] {
  const names = text.split(',').flatMap((name) => name.trim() || []);
  const wrong = names.find((name) => !runners.some((runner) => runner === name));
  if (wrong === undefined) return runners.filter((runner) => names.includes(runner));
  throw new Error(
    `COMMAND_RUNNERS has ${JSON.stringify(wrong)}; there are ${runners.join(', ')}, with commas between them.`,
  );
}

const probeLimitMs = 10_000;

/** Those that answer here. @param path the variable PATH */
export async function workingRunners(wanted: readonly Runner[], path: string): Promise<Runner[]> {
  const environment: Readonly<Record<string, string>> = { PATH: path };
  const answers = await Promise.all(
    wanted.map((runner) => {
      // `version` asks the service of an engine too, where it has one.
      const [program, ask] = runner === 'slurm' ? ['srun', '--version'] : [runner, 'version'];
      const options = { timeout: probeLimitMs, env: environment as NodeJS.ProcessEnv };
      return promisify(execFile)(program, [ask], options).then(
        () => true,
        () => false,
      );
    }),
  );
  return wanted.filter((_, index) => answers[index]);
}
