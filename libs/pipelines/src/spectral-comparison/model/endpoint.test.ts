import { describe, expect, it } from '@jest/globals';
import { readModelEndpoint } from './endpoint.js';

describe('settings of the model', () => {
  it('nothing is asked unless an address is set', () => {
    expect(readModelEndpoint({ AI_MODEL: 'small', AI_KEY: 'k' }, '/cache')).toBeNull();
    expect(readModelEndpoint({ AI_URL: '  ' }, '/cache')).toBeNull();
  });

  it('takes address, model and key', () => {
    const settings = { AI_URL: 'http://localhost:11434/v1/', AI_MODEL: ' small ', AI_KEY: 'k' };
    const endpoint = { url: 'http://localhost:11434/v1', model: 'small', key: 'k', cacheDir: '/cache' };
    expect(readModelEndpoint(settings, '/cache')).toEqual(endpoint);
    expect(readModelEndpoint({ ...settings, AI_KEY: '' }, '/cache')?.key).toBeNull();
  });

  it.each([
    [
      { AI_URL: 'localhost:11434', AI_MODEL: 'small', AI_KEY: 'k-secret' },
      /^AI_URL is "localhost:11434"; it looks like/,
    ],
    [{ AI_URL: 'file:///etc/passwd', AI_MODEL: 'small' }, /^AI_URL is/],
    [{ AI_URL: 'http://localhost/v1', AI_KEY: 'k-secret' }, /^AI_URL is set but AI_MODEL is not/],
  ])('refuses %j', (settings, message) => {
    expect(() => readModelEndpoint(settings, '/cache')).toThrow(message);
    expect(() => readModelEndpoint(settings, '/cache')).not.toThrow(/k-secret/);
  });
});
