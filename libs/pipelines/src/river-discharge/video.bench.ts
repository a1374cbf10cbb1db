/** Time of one river video from file to report, on a reference video kept beside the checkout. */
import { hasReference, readJson, referencePath } from './testing/reference.js';
import { referenceScaffold } from './testing/reference-scaffold.js';
import { createJobFolder } from './testing/run-job.js';

/** Seconds; `recorded_s` is the processor time that the maker of the reference notes for the same with numpy. */
export interface VideoFigures {
  readonly wall_s: number;
  /** Of this process; decoding runs beside it in one of its own. */
  readonly processor_s: number;
  readonly video_s: number;
  readonly recorded_s: number;
  /** Most memory that this process ever had. */
  readonly memory_mb: number;
}

interface Recorded {
  readonly results: {
    readonly gcp: {
      readonly decode_cpu_s: number;
      readonly sti_cpu_s: number;
      readonly acf: { readonly cpu_s: number };
    };
  };
}

const name = 'video_A';

/** A job of 20 search lines at 1280 × 720; null where the video is not there. */
export async function measureRiverVideo(params: object = {}): Promise<VideoFigures | null> {
  if (!hasReference) return null;
  const input = readJson<{ fps: number; frames: number; water_surface_elevation_m: number }>(
    name,
    'input.json',
  );
  const { decode_cpu_s, sti_cpu_s, acf } = readJson<Recorded>(name, 'reference_stiv.json').results.gcp;
  const jobs = await createJobFolder();
  try {
    const [before, from] = [process.cpuUsage(), performance.now()];
    const job = await jobs.run(referencePath(name, `${name}.mp4`), referenceScaffold(name), {
      water_level: input.water_surface_elevation_m,
      ...params,
    });
    if (job.state !== 'succeeded') throw new Error(job.error?.message ?? job.state);
    const { user, system } = process.cpuUsage(before);
    return {
      wall_s: (performance.now() - from) / 1000,
      processor_s: (user + system) / 1e6,
      video_s: input.frames / input.fps,
      recorded_s: decode_cpu_s + sti_cpu_s + acf.cpu_s,
      memory_mb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await jobs.remove();
  }
}
