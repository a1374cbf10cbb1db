import { type JobProcess, type JobProcessOptions, startJobProcess } from './job-process.js';

/** Warm job processes: as many as jobs ran at once, each used for one job after another. */
export interface JobProcessPool {
  take(): Promise<JobProcess>;
  /** Gives a process back after its job; it is kept when it is fit for another one and ended otherwise. */
  giveBack(process: JobProcess): Promise<void>;
  /** Ends the processes that are not in use. */
  close(): Promise<void>;
}

export function createPool(options: JobProcessOptions): JobProcessPool {
  const idle: JobProcess[] = [];
  let closed = false;
  return {
    async take() {
      for (let process = idle.pop(); process !== undefined; process = idle.pop()) {
        if (process.isAlive()) return process;
      }
      return startJobProcess(options);
    },
    async giveBack(process) {
      if (!closed && process.isReusable()) idle.push(process);
      else await process.kill();
    },
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((process) => process.kill()));
    },
  };
}
