/** What a batch will take, before it starts: time, memory and disk, from jobs that were computed before. */
import {
  estimateOne,
  estimateSum,
  fitModel,
  type Model,
  type Quantiles,
  quantile,
} from './estimate-model.js';

/** One job that was computed and succeeded; jobs that took over a result say nothing. */
export interface HistorySample {
  /** Duration of the attempt that succeeded. */
  readonly seconds: number;
  readonly inputBytes: number | null;
  readonly peakMemoryBytes: number | null;
  /** Size of all files it produced. */
  readonly outputBytes: number;
}

export interface EstimateRequest {
  /** `rigid-body 1.x`. */
  readonly pipelineTitle: string;
  readonly samples: readonly HistorySample[];
  /** Input bytes of each job that will be computed. */
  readonly jobSizes: readonly (number | null)[];
  /** Jobs that run at once; 0: no worker takes them. */
  readonly slots: number;
  /** The user's own figure, which goes before the history; null: none. */
  readonly secondsPerJob: number | null;
  /** What the pipeline itself expects; absent: nothing. */
  readonly expected?: ExpectedOfJob;
}

/** What a pipeline expects of a job by its parameters and the sizes of its files; null where it does not say. */
export interface ExpectedOfJob {
  /** Stands in where there is no history. */
  readonly secondsPerJob: number | null;
  /** Of the job that needs most. */
  readonly memoryBytes: number | null;
}

export interface Estimate {
  /** Where the figures come from, as a sentence. */
  readonly basis: string;
  /** Jobs of the history. */
  readonly historyJobs: number;
  readonly jobSeconds: Quantiles | null;
  readonly sequentialSeconds: Quantiles | null;
  /** null also where no worker takes the jobs. */
  readonly parallelSeconds: Quantiles | null;
  /** Sequential against parallel time. */
  readonly speedUp: number | null;
  /** Jobs that run at once. */
  readonly slots: number;
  /** Of all jobs together; null where one is not known. */
  readonly inputBytes: number | null;
  /** What one job may need by the sizes of its files, as the pipeline says; null where it does not. */
  readonly memoryBytes: number | null;
  /** Of one job, as measured before. */
  readonly peakMemoryBytesP90: number | null;
  /** Of all jobs together. */
  readonly outputBytes: Quantiles | null;
}

export const noHistory = 'No history yet: measure one job first, or give seconds per job.';

const noJobYet =
  'No history yet. What this pipeline usually takes for such files and parameters, on a machine of its own';

/** Everything is null for which there is no history; the basis says so. */
export function estimate(request: EstimateRequest): Estimate {
  const { samples, jobSizes, slots } = request;
  const usable = samples.filter(({ seconds }) => Number.isFinite(seconds) && seconds >= 0);
  const time = timeModel(request, usable);
  const output = modelOf(usable, ({ outputBytes }) => outputBytes);
  const sum = time && estimateSum(time, jobSizes);
  const one = time && jobSizes.length > 0 ? estimateOne(time, jobSizes) : null;
  const parallel = sum && slots > 0 ? parallelQuantiles(sum, one, jobSizes.length, slots) : null;
  return {
    basis: basisOf(request, usable.length, time),
    historyJobs: usable.length,
    jobSeconds: one,
    sequentialSeconds: sum,
    parallelSeconds: parallel,
    speedUp: sum && parallel && parallel.p50 > 0 ? sum.p50 / parallel.p50 : null,
    slots,
    inputBytes: sumOf(jobSizes),
    memoryBytes: request.expected?.memoryBytes ?? null,
    peakMemoryBytesP90: memoryOf(usable),
    outputBytes: output && estimateSum(output, jobSizes),
  };
}

function sumOf(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}

function timeModel(
  request: Pick<EstimateRequest, 'jobSizes' | 'secondsPerJob' | 'expected'>,
  samples: readonly HistorySample[],
): Model | null {
  if (request.jobSizes.length === 0) return fixedModel(0);
  if (request.secondsPerJob !== null) return fixedModel(request.secondsPerJob);
  const expected = request.expected?.secondsPerJob ?? null;
  if (samples.length === 0 && expected !== null) return fixedModel(expected);
  return modelOf(samples, ({ seconds }) => seconds);
}

function modelOf(
  samples: readonly HistorySample[],
  measure: (sample: HistorySample) => number,
): Model | null {
  if (samples.length === 0) return null;
  return fitModel(samples.map((sample) => ({ inputBytes: sample.inputBytes, value: measure(sample) })));
}

function fixedModel(value: number): Model {
  return { typical: () => value, ratios: [1], isScaled: false };
}

function memoryOf(samples: readonly HistorySample[]): number | null {
  const peaks = samples.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? []).sort((a, b) => a - b);
  return peaks.length === 0 ? null : quantile(peaks, 0.9);
}

function basisOf(
  { secondsPerJob, pipelineTitle, jobSizes }: EstimateRequest,
  jobs: number,
  time: Model | null,
): string {
  if (jobSizes.length === 0) return 'Nothing has to be computed.';
  if (secondsPerJob !== null) return `From your ${Number(secondsPerJob.toPrecision(6))} s per job.`;
  if (time === null) return noHistory;
  if (jobs === 0) return `${noJobYet}: ${Number(time.typical(null).toPrecision(2))} s per job.`;
  const history = `${jobs} ${jobs === 1 ? 'job' : 'jobs'} of ${pipelineTitle}`;
  return `From ${history}${time.isScaled ? ', scaled by input size' : ''}.`;
}

/** What one of the jobs usually takes, or null without history. */
export function typicalJobSeconds(request: Omit<EstimateRequest, 'slots' | 'pipelineTitle'>): number | null {
  const model = request.jobSizes.length === 0 ? null : timeModel(request, request.samples);
  return model && estimateOne(model, request.jobSizes).p50;
}

/** Share of time lost to starting, handing out and collecting jobs that run beside each other. */
const parallelOverhead = 1.1;

/** Never less than one job takes, however many run at once. */
function parallelQuantiles(sum: Quantiles, one: Quantiles | null, jobs: number, slots: number): Quantiles {
  const { p50, p90 } = one ?? { p50: 0, p90: 0 };
  return {
    p50: Math.max(p50, parallelSeconds(sum.p50, jobs, slots)),
    p90: Math.max(p90, parallelSeconds(sum.p90, jobs, slots)),
  };
}

/** The work shared out evenly plus 10 %; where only one job runs at a time, just the work. */
function parallelSeconds(sequentialSeconds: number, jobs: number, slots: number): number {
  const atOnce = Math.min(slots, jobs);
  return atOnce <= 1 ? sequentialSeconds : (sequentialSeconds / atOnce) * parallelOverhead;
}

export interface TimeEstimate {
  readonly jobs: number;
  readonly secondsPerJob: number;
  readonly sequentialSeconds: number;
  readonly sequentialMinutes: number;
  readonly parallelSeconds: number;
  readonly parallelMinutes: number;
  readonly speedUp: number;
  readonly savedSeconds: number;
}

/** Time of equal jobs one after another and beside each other. @param slots jobs that run at once, at least 1 */
export function timeOfEqualJobs(jobs: number, secondsPerJob: number, slots: number): TimeEstimate {
  const sequentialSeconds = jobs * secondsPerJob;
  const parallel = parallelSeconds(sequentialSeconds, jobs, slots);
  return {
    jobs,
    secondsPerJob,
    sequentialSeconds,
    sequentialMinutes: sequentialSeconds / 60,
    parallelSeconds: parallel,
    parallelMinutes: parallel / 60,
    speedUp: parallel > 0 ? sequentialSeconds / parallel : 1,
    savedSeconds: sequentialSeconds - parallel,
  };
}
