import { Worker } from 'node:worker_threads';

/** Ends this process when the one that started it is gone; also from an endless loop, which a thread of its own notices. */
export function endWithParent(): void {
  new Worker(
    `const parent = process.ppid; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`,
    { eval: true },
  ).unref();
  process.on('disconnect', () => process.exit(0));
}
