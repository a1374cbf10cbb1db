/** What a definition's program runs in, of what there is. */
import { randomUUID } from 'node:crypto';
import { ProcessingError } from '../contract.js';
import { containerSandbox } from './container.js';
import type { CommandDefinition } from './definition.js';
import { containerEngines, type Runner } from './runners.js';
import { bubblewrapSandbox, noSandbox, type Sandbox } from './sandbox.js';
import { slurmSandbox } from './slurm.js';

/** @param offered what whoever runs it offers, the preferred first @throws ProcessingError where something lacks */
export async function chooseSandbox(
  { name, container, slurm, limits }: CommandDefinition,
  offered: readonly Runner[],
): Promise<Sandbox> {
  const isOnCluster = slurm !== undefined;
  if (isOnCluster && !offered.includes('slurm')) throw lacking(name, 'on Slurm', 'slurm');
  // The service of docker and podman runs on this machine alone.
  const fit = isOnCluster ? containerEngines.slice(0, 2) : containerEngines;
  const engine = fit.find((each) => offered.includes(each));
  if (container !== undefined && engine === undefined)
    throw lacking(name, 'in a container', fit.join(' or '));
  const own = `batchyard-${randomUUID()}`;
  const inner =
    container !== undefined && engine !== undefined
      ? containerSandbox(engine, { image: container.image, name: own, limits })
      : isOnCluster
        ? noSandbox('it runs on a machine of the cluster')
        : await bubblewrapSandbox();
  return isOnCluster ? slurmSandbox(inner, { options: slurm, name: own, limits }) : inner;
}

const lacking = (name: string, where: string, runner: string) =>
  new ProcessingError(
    `The pipeline ${name} runs ${where}, which is not offered here. Whoever runs this machine names ${runner} in COMMAND_RUNNERS.`,
  );
