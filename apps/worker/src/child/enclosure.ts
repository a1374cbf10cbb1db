/**
 * What keeps all processes of a job together, so that none of them outlives the job or the worker. Where bubblewrap
 * is usable each job process gets a PID namespace, which nothing can leave; elsewhere it leads a process group, which
 * a process can leave by starting a session of its own.
 */
import { killGroupWithUs, tryBubblewrap } from '@batchyard/pipelines';
import { type Children, watchChildren } from './children.js';
import { signalGroup } from './group.js';

export interface Enclosure {
  /** In words for the operator. */
  readonly description: string;
  /** The command that runs a program enclosed. */
  wrap(
    program: string,
    args: readonly string[],
  ): { readonly command: string; readonly args: readonly string[] };
  /** @param pid of the command, which was started as the leader of a session of its own */
  enclose(pid: number): EnclosedProcesses;
}

/** The processes of one job process; not to be asked any more once the command has ended. */
export interface EnclosedProcesses {
  /** Process group of the program, as this worker sees it. */
  groupId(): number;
  interrupt(): void;
  kill(): void;
  /** Whether the program runs alone: nothing that it started is left. */
  isAlone(): boolean;
  /** The command has ended. */
  ended(): void;
}

/** Files and network stay as they are: pipelines need them. */
const namespaceOptions = [
  '--dev-bind',
  '/',
  '/',
  '--proc',
  '/proc',
  '--unshare-pid',
  '--die-with-parent',
  '--new-session',
];

/** Tries whether namespaces can be had on this machine. */
export async function chooseEnclosure(): Promise<Enclosure> {
  const { refusal } = await tryBubblewrap(namespaceOptions);
  return refusal === null ? namespaceEnclosure : groupEnclosure(refusal);
}

export const namespaceEnclosure: Enclosure = {
  description: 'Each job process runs in a PID namespace of its own (bubblewrap).',
  wrap: (program, args) => ({ command: 'bwrap', args: [...namespaceOptions, '--', program, ...args] }),
  enclose(pid) {
    const outside = watchChildren(pid);
    let inside: { readonly init: number; readonly orphans: Children; readonly own: Children } | null = null;
    // The first process of the namespace leads the session of all others, ignores a polite signal, and takes all of
    // them with it when it is killed. Orphans become children of it, beside the program.
    const look = () => {
      const [init] = inside === null ? outside.list() : [];
      if (init === undefined) return inside;
      const orphans = watchChildren(init);
      const [program = 0] = orphans.list();
      inside = { init, orphans, own: watchChildren(program) };
      return inside;
    };
    const init = () => look()?.init ?? pid;
    return {
      groupId: init,
      interrupt: () => signalGroup(init(), 'SIGTERM'),
      kill: () => signalGroup(init(), 'SIGKILL'),
      isAlone() {
        const at = look();
        return at !== null && at.orphans.list().length === 1 && at.own.list().length === 0;
      },
      ended() {
        for (const children of [outside, inside?.orphans, inside?.own]) children?.close();
      },
    };
  },
};

/** @param reason why there are no namespaces */
export function groupEnclosure(reason: string): Enclosure {
  return {
    description: `Each job process leads a process group of its own; ${reason}.`,
    wrap: (program, args) => ({ command: program, args }),
    enclose(pid) {
      const callOffReaper = killGroupWithUs(pid);
      const children = watchChildren(pid);
      return {
        groupId: () => pid,
        interrupt: () => signalGroup(pid, 'SIGTERM'),
        kill: () => signalGroup(pid, 'SIGKILL'),
        isAlone: () => children.list().length === 0,
        ended() {
          // Whatever the job started ends with it.
          signalGroup(pid, 'SIGKILL');
          callOffReaper();
          children.close();
        },
      };
    },
  };
}
