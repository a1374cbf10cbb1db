/** The pictures and tables that a job of river discharge leaves, by what they are for. */
import type { WholeJob } from '@/jobs/queries';

type Artifact = WholeJob['artifacts'][number];

export interface RiverOutcome {
  /** The first frame with its velocities. */
  readonly frame: Artifact | null;
  /** The cross-section with its velocities. */
  readonly section: Artifact | null;
  readonly rectified: Artifact | null;
  /** By line, in its order. */
  readonly spaceTime: readonly Artifact[];
  /** Discharge by vertical. */
  readonly verticals: Artifact | null;
}

/** null where the job is of another pipeline, or left none of them. */
export function riverOutcome({
  artifacts,
  batch,
}: Pick<WholeJob, 'artifacts' | 'batch'>): RiverOutcome | null {
  if (batch.pipeline.name !== 'river-discharge') return null;
  const named = (test: RegExp) => artifacts.find(({ path }) => test.test(path)) ?? null;
  const [frame, section] = [named(/^frame\.png$/), named(/^section\.png$/)];
  if (frame === null && section === null) return null;
  const spaceTime = artifacts
    .filter(({ path }) => /^space-time-.*\.png$/.test(path))
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  return {
    frame,
    section,
    rectified: named(/^rectified\.png$/),
    spaceTime,
    verticals: named(/_discharge\.csv$/),
  };
}

/** Those of a job's artifacts that are not shown already. */
export function restOf(artifacts: readonly Artifact[], outcome: RiverOutcome | null): readonly Artifact[] {
  if (outcome === null) return artifacts;
  const { frame, section, rectified, spaceTime } = outcome;
  return artifacts.filter((artifact) => ![frame, section, rectified, ...spaceTime].includes(artifact));
}
