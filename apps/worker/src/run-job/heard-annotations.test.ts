import type { PipelineAnnotation } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { hearAnnotations } from './heard-annotations.js';

const annotation: PipelineAnnotation = { subject: 'e1', frames: null, kind: 'flag', value: 'DARK' };

/** A store that fails so many times and then says what it was given. */
function storeFailing(times: number) {
  const given: number[] = [];
  return {
    given,
    async write(annotations: readonly PipelineAnnotation[]) {
      given.push(annotations.length);
      if (given.length <= times) throw new Error('connection lost');
      return ['e2 is no subject of this project.'];
    },
  };
}

describe('annotations of a job', () => {
  it('are stored together, with the warnings of the store', async () => {
    const store = storeFailing(0);
    const heard = hearAnnotations(store.write);
    heard.hear({ type: 'annotation', annotation });
    heard.hear({ type: 'progress', fraction: 0.5 });
    heard.hear({ type: 'annotation', annotation });
    expect(await heard.store()).toEqual(['e2 is no subject of this project.']);
    expect(store.given).toEqual([2]);
  });

  it('cost nothing where there are none', async () => {
    const store = storeFailing(0);
    expect(await hearAnnotations(store.write).store()).toEqual([]);
    expect(store.given).toEqual([]);
  });

  it('are tried again, and in the end become a warning instead of a lost result', async () => {
    const once = storeFailing(1);
    const heard = hearAnnotations(once.write);
    heard.hear({ type: 'annotation', annotation });
    expect(await heard.store()).toEqual(['e2 is no subject of this project.']);
    const never = storeFailing(9);
    const lost = hearAnnotations(never.write);
    lost.hear({ type: 'annotation', annotation });
    expect(await lost.store()).toEqual([
      'What the job said of subjects (1) could not be stored: connection lost',
    ]);
    expect(never.given).toEqual([1, 1, 1]);
  });
});
