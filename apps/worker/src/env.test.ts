import { describe, expect, it } from '@jest/globals';
import { readSettings } from './env.js';

const needed = { DATABASE_URL: 'postgres://x/y', FILES_DIR: '/files' };

describe('readSettings', () => {
  it('fills in what was not given', () => {
    const settings = readSettings({ ...needed, PATH: '/bin', SECRET: 'x' });
    expect(settings).toMatchObject({
      filesDir: '/files',
      queueUrl: undefined,
      testPipelines: null,
      structureModel: null,
    });
    expect(settings.slots).toBeGreaterThanOrEqual(1);
    expect(settings.childEnvironment).toEqual({ PATH: '/bin' });
  });

  it('keeps the answers of a model beside the files, and its key out of job processes', () => {
    const model = { AI_URL: 'http://localhost:11434/v1', AI_MODEL: 'small', AI_KEY: 'k' };
    const { structureModel, childEnvironment } = readSettings({ ...needed, ...model });
    expect(structureModel).toMatchObject({ model: 'small', cacheDir: '/files/model-answers' });
    expect(childEnvironment).toEqual({});
  });

  it.each([
    [{ FILES_DIR: '/files' }, /^DATABASE_URL is not set/],
    [{ DATABASE_URL: 'postgres://x/y' }, /^FILES_DIR is not set/],
    [{ ...needed, WORKER_SLOTS: '0' }, /^WORKER_SLOTS is "0"; it must be a whole number from 1 to 1000\.$/],
    [{ ...needed, WORKER_LABELS: 'gpu, Big' }, /^WORKER_LABELS has "Big"; a label is lower case letters/],
    [{ ...needed, COMMAND_RUNNERS: 'dokcer' }, /^COMMAND_RUNNERS has "dokcer"; there are apptainer/],
    [{ ...needed, WORKER_SLOTS: 'two' }, /^WORKER_SLOTS is "two"/],
    [{ ...needed, BATCHYARD_TEST_PIPELINES: '/x.mjs' }, /is for tests only/],
    [
      { ...needed, WORKER_MIN_FREE_MB: '1 GB' },
      /^WORKER_MIN_FREE_MB is "1 GB"; it must be a number of megabytes/,
    ],
    [{ ...needed, AI_URL: 'nowhere', AI_MODEL: 'small' }, /^AI_URL is "nowhere"/],
    [{ ...needed, FP: 'before_finish:kill' }, /^FP is for tests only/],
    [{ ...needed, MUTANT: 'no_fence', NODE_ENV: 'production' }, /^MUTANT is for tests only/],
    [{ ...needed, BATCHYARD_TEST_TIMING: '{}', NODE_ENV: 'production' }, /is for tests only/],
  ])('refuses %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });
});
