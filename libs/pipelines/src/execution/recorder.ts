import { type ArtifactInfo, type JobContext, type Pipeline, ProcessingError } from '../contract.js';
import { describeArtifact, locateArtifact } from './artifact.js';
import type { JobEvent, ProducedArtifact, StageResult } from './events.js';

/** The reporting half of a job context. */
export type Reporters = Pick<
  JobContext<unknown>,
  'stage' | 'progress' | 'log' | 'metric' | 'metricAt' | 'artifact' | 'annotate' | 'warn'
>;

/**
 * Collects what a job reports and holds the pipeline to its declaration: a breach throws at the place where
 * it happens and is kept, so that it fails the job even where the pipeline swallows the error.
 */
export class Recorder {
  readonly metrics: Record<string, number> = {};
  readonly stages: StageResult[] = [];
  readonly warnings: string[] = [];
  readonly reporters: Reporters;
  breach: Error | null = null;
  private readonly artifactsByPath = new Map<string, Promise<ProducedArtifact>>();
  private current: { name: string; startedMs: number } | null = null;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly outputDir: string,
    private readonly emit: (event: JobEvent) => void,
  ) {
    this.reporters = {
      stage: (name) => this.enterDeclaredStage(name),
      progress: (fraction) => this.progress(fraction),
      log: (level, text) => this.emit({ type: 'log', level, text }),
      metric: (name, value) => this.metric(name, value),
      metricAt: (step, name, value) => this.metricAt(step, name, value),
      artifact: (path, info) => this.artifact(path, info),
      annotate: (annotation) => this.emit({ type: 'annotation', annotation }),
      warn: (text) => this.warn(text),
    };
  }

  get stageName(): string {
    return this.current?.name ?? this.stages.at(-1)?.name ?? 'validate';
  }

  enterStage(name: string): void {
    this.leaveStage('succeeded');
    this.current = { name, startedMs: performance.now() };
    this.emit({ type: 'stage', name });
  }

  leaveStage(state: StageResult['state']): void {
    if (this.current === null) return;
    const { name, startedMs } = this.current;
    this.stages.push({ name, durationMs: performance.now() - startedMs, state });
    this.current = null;
  }

  warn(text: string): void {
    this.warnings.push(text);
    this.emit({ type: 'warning', text });
  }

  /** Waits until every registered artifact has been read. */
  artifacts(): Promise<ProducedArtifact[]> {
    return Promise.all(this.artifactsByPath.values());
  }

  /** Throws when a metric that every job must have was not reported. */
  requireMetrics(): void {
    const missing = this.pipeline.metrics.filter((spec) => !spec.optional && !(spec.name in this.metrics));
    if (missing.length > 0) {
      throw new ProcessingError(
        `Declared metrics were not reported: ${missing.map((metric) => metric.name).join(', ')}.`,
      );
    }
  }

  private enterDeclaredStage(name: string): void {
    if (!this.pipeline.stages.includes(name)) this.fail(`Stage ${name} is not declared.`);
    this.enterStage(name);
  }

  private progress(fraction: number): void {
    if (!(fraction >= 0 && fraction <= 1)) this.fail(`Progress ${fraction} is not within 0 and 1.`);
    this.emit({ type: 'progress', fraction });
  }

  private metric(name: string, value: number): void {
    this.checkMetric(name, value);
    this.metrics[name] = value;
    this.emit({ type: 'metric', name, value });
  }

  private metricAt(step: number, name: string, value: number): void {
    if (!Number.isSafeInteger(step) || step < 0) this.fail(`Step ${step} is no whole number from 0.`);
    this.checkMetric(name, value);
    this.emit({ type: 'metric_step', step, name, value });
  }

  private checkMetric(name: string, value: number): void {
    if (!this.pipeline.metrics.some((spec) => spec.name === name)) {
      this.fail(`Metric ${name} is not declared.`);
    }
    if (!Number.isFinite(value)) this.fail(`Metric ${name} is ${value}, not a finite number.`);
  }

  private artifact(path: string, info: ArtifactInfo): void {
    let relative = path;
    try {
      relative = locateArtifact(this.outputDir, path);
    } catch (error) {
      this.fail((error as Error).message);
    }
    const described = describeArtifact(this.outputDir, relative, info).then((artifact) => {
      this.emit({ type: 'artifact', artifact });
      return artifact;
    });
    // Awaited at the end of the job; until then a rejection must not bring down the process.
    described.catch(() => undefined);
    this.artifactsByPath.set(relative, described);
  }

  private fail(message: string): never {
    const error = new ProcessingError(`Pipeline ${this.pipeline.name} broke its contract: ${message}`);
    this.breach ??= error;
    throw error;
  }
}
