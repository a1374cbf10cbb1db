/** What a running job says of subjects, kept until it has succeeded. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobAnnotations } from '@batchyard/persistence';
import type { JobEvent, PipelineAnnotation } from '@batchyard/pipelines';

/** Annotations kept of one attempt. */
const maxAnnotations = 200_000;
const maxTries = 3;
const againMs = 500;

export interface HeardAnnotations {
  hear(event: JobEvent): void;
  /** Stores what was said. @returns warnings for the job; never rejects, so that a result is not lost with them */
  store(): Promise<string[]>;
}

/** @param write stores annotations of the job and says what could not be stored */
export function hearAnnotations(
  write: (annotations: JobAnnotations['annotations']) => Promise<string[]>,
): HeardAnnotations {
  const heard: PipelineAnnotation[] = [];
  let dropped = 0;
  return {
    hear(event) {
      if (event.type !== 'annotation') return;
      if (heard.length < maxAnnotations) heard.push(event.annotation);
      else dropped += 1;
    },
    async store() {
      if (heard.length === 0) return [];
      const kept = `Only the first ${maxAnnotations} annotations are kept; ${dropped} were left out.`;
      return [...(await tryToWrite(write, heard)), ...(dropped > 0 ? [kept] : [])];
    },
  };
}

async function tryToWrite(
  write: (annotations: JobAnnotations['annotations']) => Promise<string[]>,
  annotations: readonly PipelineAnnotation[],
): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await write(annotations);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (tries >= maxTries)
        return [`What the job said of subjects (${annotations.length}) could not be stored: ${reason}`];
      await sleep(againMs);
    }
  }
}
