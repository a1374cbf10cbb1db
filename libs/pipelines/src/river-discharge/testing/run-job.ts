import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pipeline } from '../../contract.js';
import type { JobEvent, JobResult } from '../../execution/events.js';
import { executeJob } from '../../execution/execute.js';
import { measureVideo } from '../measure-video.js';
import { riverDischargeParams } from '../params.js';
import { riverDischarge } from '../pipeline.js';
import { openFor, prepareOrThrow } from '../prepare.js';
import { metricsOf, type RiverResults, resultsOf } from '../results.js';
import { velocitySearch } from '../velocity-search.js';
import type { Video } from '../video/open-video.js';

export interface FinishedJob extends JobResult {
  readonly outputDir: string;
  /** All that it told on its way. */
  readonly events: readonly JobEvent[];
}

/** A path, or bytes of a .y4m file. */
type VideoSource = string | Uint8Array;

/** What a job finds, without its files and figures. */
export interface Measured extends RiverResults {
  readonly metrics: Readonly<Record<string, number>>;
}

/** A folder of its own for the jobs of one test file. */
export interface JobFolder {
  readonly folder: string;
  /** @param scaffold as a file has it, or bytes of an .ivy project */
  run(
    video: VideoSource,
    scaffold: unknown,
    params: unknown,
    /** Names in the output folder that something else has taken. */
    taken?: readonly string[],
  ): Promise<FinishedJob>;
  /**
   * Measures as `run` does and saves nothing.
   * @param watched stands in for the video, as read from the file
   * @throws ProblemsError
   */
  measure(
    video: VideoSource,
    scaffold: unknown,
    params: unknown,
    watched?: (video: Video) => Video,
  ): Promise<Measured>;
  remove(): Promise<void>;
}

export async function createJobFolder(): Promise<JobFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'river-discharge-'));
  let jobs = 0;
  const stored = async (video: VideoSource, scaffold: unknown) => {
    const outputDir = path.join(folder, `job-${jobs++}`);
    await mkdir(outputDir);
    const isProject = scaffold instanceof Uint8Array;
    const scaffoldPath = `${outputDir}.${isProject ? 'ivy' : 'json'}`;
    await writeFile(scaffoldPath, isProject ? scaffold : JSON.stringify(scaffold));
    const videoPath = typeof video === 'string' ? video : `${outputDir}.y4m`;
    if (typeof video !== 'string') await writeFile(videoPath, video);
    const inputs = {
      video: [{ path: videoPath, name: path.basename(videoPath) }],
      scaffold: [{ path: scaffoldPath, name: `site${path.extname(scaffoldPath)}` }],
    };
    return { inputs, outputDir };
  };
  const { signal } = new AbortController();
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    async run(video, scaffold, params, taken = []) {
      const { inputs, outputDir } = await stored(video, scaffold);
      for (const name of taken) await mkdir(path.join(outputDir, name));
      const events: JobEvent[] = [];
      const onEvent = (event: JobEvent) => void events.push(event);
      const job = { params, inputs, outputDir, seed: 'test', signal, onEvent };
      return { ...(await executeJob(riverDischarge as Pipeline, job)), outputDir, events };
    },
    async measure(source, scaffold, given, watched = (video) => video) {
      const { inputs } = await stored(source, scaffold);
      const params = riverDischargeParams.parse(given);
      const site = await prepareOrThrow(inputs, params);
      const video = watched(await openFor(inputs, site, signal));
      const context = { signal, progress: () => undefined, stage: () => undefined };
      const measured = await measureVideo(video, velocitySearch(site, params), site.selection, context);
      const results = resultsOf(site, params, video, measured);
      return { ...results, metrics: metricsOf(results) };
    },
  };
}
