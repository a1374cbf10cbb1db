import type { BatchReport, FailureSummary, ReportJob } from './report.js';

/** Groups shown. */
const shownGroups = 50;
/** Groups told apart while reading; messages that are all different would otherwise fill the memory. */
const maxGroups = 5_000;

/** Groups failed jobs by what equal failures share, largest group first, equal sizes in order of their first job. */
export function failureTally() {
  const groups = new Map<string, FailureSummary>();
  let outside = 0;
  return {
    add(job: Omit<ReportJob, 'peakMemoryBytes'>): void {
      const message = job.error ?? 'No message was recorded.';
      const key = job.failureKey ?? message;
      const known = groups.get(key);
      if (known !== undefined) groups.set(key, { ...known, jobs: known.jobs + 1 });
      else if (groups.size === maxGroups) outside++;
      else {
        const { id, label, failureKind: kind } = job;
        groups.set(key, { kind, message, jobs: 1, exampleJobId: id, exampleLabel: label });
      }
    },
    finish(): Pick<BatchReport, 'failures' | 'otherFailures'> {
      const sorted = [...groups.values()].sort((a, b) => b.jobs - a.jobs);
      const rest = sorted.slice(shownGroups).reduce((sum, group) => sum + group.jobs, 0);
      return { failures: sorted.slice(0, shownGroups), otherFailures: rest + outside };
    },
  };
}
