/**
 * The pipeline contract: what one kind of processing declares and how a job runs it.
 * Everything else (form, sheet columns, CLI flags, GraphQL checks, docs) is derived from these declarations.
 */
import type { z } from 'zod';
import type { CommandDefinition } from './command/definition.js';
import type { JsonObject } from './json.js';

export type ProblemSeverity = 'error' | 'warning';

/** Where in the user's material a problem lies. Lines, rows and columns count from 1, as editors do. */
export interface Place {
  /** Dotted parameter path, for example `topology.rigid_edges.3`. */
  readonly parameter?: string;
  /** Name of the declared input, for example `markers`. */
  readonly input?: string;
  /** File name as the user knows it. */
  readonly file?: string;
  readonly line?: number;
  /** Column heading, or its number where the file has no headings. */
  readonly column?: string;
}

/** One thing wrong with a user's material, said so that they can mend it. */
export interface Problem {
  /** Stable upper-case code, for example `MISSING_COLUMN`. */
  readonly code: string;
  readonly severity: ProblemSeverity;
  readonly message: string;
  readonly place: Place;
  /** What stands there now, as text. */
  readonly value?: string;
  readonly expectation?: string;
  readonly fix?: string;
}

export type MetricDirection = 'minimize' | 'maximize';

export interface MetricSpec {
  /** snake_case, unique in the pipeline. */
  readonly name: string;
  readonly title: string;
  /** SI or customary unit as shown to people; `1` for a plain number, `''` never. */
  readonly unit: string;
  /** null where neither way is better. */
  readonly direction: MetricDirection | null;
  readonly description: string;
  /** What people come for: the figure that lists show beside a job. Of one metric at most; else it is the objective. */
  readonly main?: true;
  /** Counts what happened, so that its sum over the jobs of a batch means something. */
  readonly summed?: true;
  /** Absent in some jobs by design (for example when no ground truth was given). */
  readonly optional?: boolean;
  /**
   * Parameter patterns (`weights.*`) across which values of this metric must not be compared,
   * because the parameter changes the scale of the metric itself.
   */
  readonly incomparableAcross?: readonly string[];
  /** What this metric depends on by its nature: reports of a batch show one against the other, with the curve. */
  readonly relation?: MetricRelation;
}

export interface MetricRelation {
  readonly title: string;
  /** Name of the metric that this one depends on. */
  readonly to: string;
  /** power-law: this = a (other − zero)^b, fitted where there are at least 3 different values of the other. */
  readonly law: 'power-law';
}

export interface InputSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'file' | 'directory';
  readonly count: 'one' | 'many';
  readonly optional: boolean;
  /** With the dot, lower case: `['.csv']`. Empty means any. */
  readonly extensions: readonly string[];
}

/** One local file handed to a pipeline. */
export interface InputFile {
  /** Readable path on this machine. */
  readonly path: string;
  /** File name as the user knows it; used in problems and outputs. */
  readonly name: string;
}

/** Files by declared input name. An absent optional input has no key. */
export type Inputs = Readonly<Record<string, readonly InputFile[]>>;

/** Sizes of files, bytes, by declared input name. */
export type InputSizes = Readonly<Record<string, readonly number[]>>;

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';
export type ArtifactRole = 'preview' | 'result' | 'report' | 'data';

export interface ArtifactInfo {
  readonly title: string;
  readonly role: ArtifactRole;
  /** Guessed from the extension when absent. */
  readonly mediaType?: string;
}

export type AnnotationSeverity = 'info' | 'warning' | 'error' | 'critical';

/**
 * A statement of the pipeline on a subject or a range of its frames. Command pipelines print the same as
 * `{"annotate":{…}}`. A job makes one statement for each subject, kind and value: those of a rerun replace them.
 */
export interface PipelineAnnotation {
  readonly subject: string;
  /**
   * Frame numbers as runs, rising and apart; or a text in the range grammar, which speaks in positions.
   * null: the subject itself. No runs at all: the pipeline looked and found nothing, so what it said before ends.
   */
  readonly frames: readonly FrameRange[] | string | null;
  readonly kind: string;
  readonly value: string;
  /** 0…1 */
  readonly confidence?: number;
  /** As the vocabulary has it for the value when absent. */
  readonly severity?: AnnotationSeverity;
  readonly note?: string;
  /** What it rests on: measured values with their units, thresholds. */
  readonly detail?: JsonObject;
}

/** Frame numbers, both included. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

/** A language model behind the OpenAI chat protocol, which only an administrator can name; nothing else is ever asked. */
export interface ModelEndpoint {
  /** Base address without a slash at its end, for example `http://localhost:11434/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as bearer token, never shown or logged; null where the service wants none. */
  readonly key: string | null;
  /** Folder of answers, made when first needed, so that none is asked for (and paid) twice. */
  readonly cacheDir: string;
}

/** What `run` may use. All reporters are synchronous and cheap; the caller throttles and stores. */
export interface JobContext<P> {
  readonly params: P;
  readonly inputs: Inputs;
  /** The chunk to process, for a pipeline that can chunk; null: everything. */
  readonly frames: FrameRange | null;
  /** Existing, empty, private to this attempt. */
  readonly outputDir: string;
  /** Asked about files of doubtful structure; null, where the administrator named none: nothing leaves the machine. */
  readonly structureModel: ModelEndpoint | null;
  /** Uniform numbers in [0, 1), seeded: equal jobs draw equal numbers. */
  readonly random: () => number;
  /** Aborted on cancel or timeout; `run` must stop within 2 s. */
  readonly signal: AbortSignal;
  /** Enters a declared stage; the former one ends. */
  stage(name: string): void;
  /** Share of the current stage that is done, 0…1. */
  progress(fraction: number): void;
  log(level: LogLevel, text: string): void;
  /** Reports a declared metric; the last value given counts. */
  metric(name: string, value: number): void;
  /**
   * Reports a declared metric as it stands on the way, for curves and for stopping poor settings early. It is no
   * result: that is what `metric` reports.
   * @param step from 0, rising with the work done and comparable between jobs (an iteration, an epoch)
   */
  metricAt(step: number, name: string, value: number): void;
  /** Registers a file written below `outputDir`, by relative path. */
  artifact(path: string, info: ArtifactInfo): void;
  annotate(annotation: PipelineAnnotation): void;
  /** A remark that does not fail the job but must be seen beside its result. */
  warn(text: string): void;
}

/** What a check knows of its surroundings beside files and parameters. */
export interface CheckMeans {
  /** Whether jobs may ask a language model about files whose structure is doubtful. The check itself asks nobody. */
  readonly canAskModel: boolean;
}

/** What one chunk of a job left behind. */
export interface ChunkResult {
  readonly frames: FrameRange;
  /** Readable folder with the chunk's artifacts under their paths. */
  readonly outputDir: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What `merge` may use: as `run`, with `frames` null. */
export interface MergeContext<P> extends JobContext<P> {
  /** In the order of their frames, covering all of them; at least one. */
  readonly chunks: readonly ChunkResult[];
}

/** How a job is divided by frames. The merged result must be what one run over everything gives. */
export interface Chunking<P> {
  /**
   * All frames of these inputs. Throws a ProblemsError where they cannot be read.
   * It must not depend on parameters that a design varies: it is asked once for each set of inputs.
   */
  frames(inputs: Inputs, params: P): Promise<FrameRange>;
  /** Makes the job's result, with all its metrics and artifacts, from those of its chunks. */
  merge(context: MergeContext<P>): Promise<void>;
}

/** One thing that a file was recognised by, with what speaks for it. */
export interface FileDecision {
  readonly subject: string;
  /** For people, with units in their usual signs. */
  readonly choice: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** A sentence. */
  readonly because: string;
}

/** What a pipeline recognised a file as. */
export interface FileDescription {
  /** In one sentence; where the file cannot be read, why not. */
  readonly text: string;
  /** Empty where nothing was recognised. */
  readonly decisions: readonly FileDecision[];
  /** What will be done to its values, sentence by sentence. */
  readonly changes: readonly string[];
  readonly problems: readonly Problem[];
}

/** One kind of processing. `P` is the parsed type of its parameters. */
export interface Pipeline<P = unknown> {
  readonly name: string;
  /** Semantic version; results that change are a new minor version at least. */
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  readonly inputs: readonly InputSpec[];
  readonly metrics: readonly MetricSpec[];
  /** The metric a comparison ranks by unless the design says otherwise, and the main figure where no metric is `main`. */
  readonly objective: string;
  readonly stages: readonly string[];
  /** Cheap and complete: every problem at once; never throws on bad data. */
  check(inputs: Inputs, params: P, means: CheckMeans): Promise<Problem[]>;
  run(context: JobContext<P>): Promise<void>;
  /**
   * The declared stage that would have failed with a problem that was found before the run, so that the job says the same
   * stage either way; null: none of them. Absent: none of any.
   */
  readonly stageOfProblem?: (problem: Problem) => string | null;
  /**
   * What a file was recognised as, for people to look at before the run. Cheap; never throws on bad data. Absent where
   * files are of one kind.
   */
  readonly describeFile?: (file: InputFile, means: CheckMeans) => Promise<FileDescription>;
  /** What a command pipeline was made from, so that another process can make it again; absent of built-in ones. */
  readonly command?: CommandDefinition;
  /**
   * The memory that the process of one job needs at most, bytes, by the sizes of its files: an upper bound, by which jobs
   * are refused and held back before they start. Absent where files do not tell; a job is watched while it runs either way.
   */
  memoryBytes?(inputSizes: InputSizes, params: P): number;
  /**
   * Seconds that one job usually takes, for plans where no job was measured yet. Absent: nobody can tell beforehand.
   * @param inputBytes of all its files
   */
  usualSeconds?(inputBytes: number, params: P): number;
  /** Jobs of a batch that run at once where nobody said how many or in which mode. Absent: as many as workers allow. */
  readonly defaultConcurrency?: number;
  /** Absent where a job cannot be divided. Its `run` then takes `frames`, and a chunk may leave metrics out. */
  readonly chunking?: Chunking<P>;
}

/** Thrown by `run` when inputs or parameters are bad: never retried, its problems are shown as they are. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === 'error');
    const first = errors[0]?.message ?? 'The job has problems.';
    const more = errors.length - 1;
    const rest = ` (and ${more} more ${more === 1 ? 'problem' : 'problems'}).`;
    super(more > 0 ? `${first.replace(/\.$/, '')}${rest}` : first);
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/**
 * Thrown by `run` when it cannot do its work on good input, and knows why: its message is shown as it is. Any other
 * error but a ProblemsError is told as unexpected.
 */
export class ProcessingError extends Error {
  override readonly name = 'ProcessingError';
}

/**
 * Thrown by `run` where it was told to leave what is there, so that nothing is to be done: the job counts as skipped,
 * not as succeeded or failed, and leaves no metrics and no artifacts. Its message says why.
 */
export class JobSkipped extends Error {
  override readonly name = 'JobSkipped';
}
