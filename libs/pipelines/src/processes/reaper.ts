import { spawn } from 'node:child_process';

/**
 * Kills a process group when this process ends, however it ends: a shell reads from a pipe that only we hold open.
 * (A job in an endless loop would not notice that its IPC channel closed.)
 * @returns calls the reaper off; to be done as soon as the group is gone, before its id can be used again
 */
export function killGroupWithUs(groupId: number): () => void {
  const script = 'while read -r line; do :; done; kill -s KILL -- "-$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(groupId)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {} as NodeJS.ProcessEnv,
  });
  shell.on('error', () => undefined);
  shell.unref();
  return () => void shell.kill('SIGKILL');
}
