import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inputsKey, type PlannedInputs } from '@batchyard/domain';
import {
  defaultParams,
  exampleRecording,
  findPipeline,
  generateRecording,
  type JsonObject,
  type Pipeline,
} from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noChecks } from '../batch-start/check-cells.js';
import { planChunking } from './plan-chunking.js';

const rigidBody = findPipeline('rigid-body') as Pipeline;
const params = defaultParams(rigidBody) as JsonObject;
let folder: string;
const blobs = { pathOf: (sha256: string) => path.join(folder, sha256) };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-chunking-'));
  const { markersCsv } = generateRecording({ ...exampleRecording, frames: 60 });
  await writeFile(blobs.pathOf('good'), markersCsv);
  const short = markersCsv.split('\n').slice(0, 13).join('\n');
  await writeFile(blobs.pathOf('short'), `${short}\n`);
  await writeFile(blobs.pathOf('bad'), 'no recording');
});
afterAll(() => rm(folder, { recursive: true }));

const markers = (sha256: string): PlannedInputs => ({
  markers: [{ reference: sha256, name: `${sha256}.csv`, sha256 }],
});
const job = (sha256: string) => ({ inputs: markers(sha256), params });

describe('planChunking', () => {
  it('reads the frames of each different set of inputs once', async () => {
    const read: string[] = [];
    const counting = {
      pathOf: (sha256: string) => {
        read.push(sha256);
        return blobs.pathOf(sha256);
      },
    };
    const jobs = [job('good'), job('good'), job('short'), job('good')];
    const { chunking, problems } = await planChunking(rigidBody, 4, jobs, counting, noChecks);
    expect(problems).toEqual([]);
    expect(chunking).toEqual({
      count: 4,
      frames: new Map([
        [inputsKey(markers('good')), { first: 0, last: 59 }],
        [inputsKey(markers('short')), { first: 0, last: 11 }],
      ]),
    });
    expect(read).toEqual(['good', 'short']);
  });

  it('reads nothing where jobs stay whole', async () => {
    expect(await planChunking(rigidBody, 1, [job('absent')], blobs, noChecks)).toEqual({
      chunking: null,
      unread: 0,
      problems: [],
    });
  });

  it('warns of more chunks than frames, and goes on', async () => {
    const { chunking, problems } = await planChunking(
      rigidBody,
      20,
      [job('short'), job('good')],
      blobs,
      noChecks,
    );
    expect(chunking?.frames.size).toBe(2);
    expect(problems.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'FEWER_FRAMES_THAN_CHUNKS',
        'warning',
        'short.csv has 12 frames, fewer than the 20 chunks asked for: each frame becomes a chunk.',
      ],
    ]);
  });

  it('reports inputs that cannot be read instead of throwing', async () => {
    const { chunking, problems } = await planChunking(
      rigidBody,
      2,
      [job('good'), job('bad'), job('absent')],
      blobs,
      noChecks,
    );
    expect(chunking).toBeNull();
    const errors = problems.filter((problem) => problem.severity === 'error');
    expect(new Set(errors.map((problem) => problem.place.file))).toEqual(new Set(['bad.csv', 'absent.csv']));
  });

  it('divides nothing while the frames of some inputs are not known', async () => {
    const late = { frames: async () => [{ frames: { first: 0, last: 59 } }, null] };
    expect(await planChunking(rigidBody, 2, [job('good'), job('short')], blobs, late)).toEqual({
      chunking: null,
      unread: 1,
      problems: [],
    });
  });

  it('says which pipelines can when this one cannot', async () => {
    const { chunking: _, ...whole } = rigidBody;
    const planned = await planChunking({ ...whole, name: 'other' }, 2, [job('good')], blobs, noChecks);
    expect(planned.chunking).toBeNull();
    expect(planned.problems).toMatchObject([
      {
        code: 'CANNOT_CHUNK',
        severity: 'error',
        message: expect.stringMatching(
          /^Pipeline other cannot divide a job into chunks; .*rigid-body.* can\.$/,
        ),
        place: { parameter: 'options.chunks' },
      },
    ]);
  });
});
