/** Runs a program on a machine of a Slurm cluster, which must have the folders of the worker at the same places. */
import type { CommandLimits } from './definition.js';
import type { Sandbox } from './sandbox.js';

/** Options of `srun` that are ours. */
export const ownSlurmOptions = [
  'ntasks',
  'job-name',
  'chdir',
  'export',
  'quiet',
  'unbuffered',
  'output',
  'error',
  'input',
];

/**
 * @param inner what the program runs in there
 * @param options of `srun`, each as `--name=value`; they count before those that limits become
 * @param name by which it can be ended; no other job has it
 */
export function slurmSandbox(
  inner: Sandbox,
  {
    options,
    name,
    limits,
  }: { readonly options: readonly string[]; readonly name: string; readonly limits: CommandLimits },
): Sandbox {
  return {
    ...inner,
    release: ['scancel', '--quiet', `--name=${name}`],
    wrap: (command, places) => [
      'srun',
      '--quiet',
      '--unbuffered',
      '--ntasks=1',
      '--export=ALL',
      `--job-name=${name}`,
      `--chdir=${places.workingDirectory}`,
      ...(limits.memoryMb === undefined ? [] : [`--mem=${Math.ceil(limits.memoryMb)}M`]),
      // Slurm counts from the start of the program, not from that of the waiting.
      ...(limits.timeS === undefined ? [] : [`--time=${minutesAndSeconds(limits.timeS)}`]),
      ...options,
      '--',
      ...inner.wrap(command, places),
    ],
  };
}

function minutesAndSeconds(timeS: number): string {
  const wholeS = Math.ceil(timeS);
  return `${Math.floor(wholeS / 60)}:${String(wholeS % 60).padStart(2, '0')}`;
}
