import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerKey, answerLifeMs, cachedAnswer } from './answer-cache.js';

describe('answers on disk', () => {
  let folder: string;
  let asked: number;
  const { signal } = new AbortController();
  const ask = async () => ({ text: `answer ${++asked}`, tokens: 5 });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'answers-'));
    asked = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('S1-61 expire after 24 hours', async () => {
    const at = (nowMs: number) => cachedAnswer(folder, 'a', ask, signal, () => nowMs);
    expect(await at(0)).toEqual({ answer: { text: 'answer 1', tokens: 5 }, isFromCache: false });
    expect(answerLifeMs).toBe(86_400_000);
    expect(await at(answerLifeMs)).toEqual({ answer: { text: 'answer 1', tokens: 5 }, isFromCache: true });
    expect(await at(answerLifeMs + 1)).toEqual({
      answer: { text: 'answer 2', tokens: 5 },
      isFromCache: false,
    });
  });

  it('old ones are removed', async () => {
    const old = path.join(folder, 'old.json');
    writeFileSync(old, '{}');
    utimesSync(old, 0, 0);
    await cachedAnswer(folder, 'a', ask, signal);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('a damaged one is asked for again', async () => {
    writeFileSync(path.join(folder, 'a.json'), '{"text":');
    expect((await cachedAnswer(folder, 'a', ask, signal)).isFromCache).toBe(false);
    expect((await cachedAnswer(folder, 'a', ask, signal)).isFromCache).toBe(true);
  });

  it('the lock of a process that died is taken over', async () => {
    const lock = path.join(folder, 'a.json.lock');
    mkdirSync(folder, { recursive: true });
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0);
    expect((await cachedAnswer(folder, 'a', ask, signal)).answer.text).toBe('answer 1');
  });

  it('one who fails leaves the question to the next', async () => {
    const fail = () => Promise.reject(new Error('no'));
    await expect(cachedAnswer(folder, 'a', fail, signal)).rejects.toThrow('no');
    expect((await cachedAnswer(folder, 'a', ask, signal)).isFromCache).toBe(false);
  });

  it('keys differ where any part does, also where parts are divided differently', () => {
    const keys = [
      answerKey(['ab', 'c', new Uint8Array([1])]),
      answerKey(['a', 'bc', new Uint8Array([1])]),
      answerKey(['ab', 'c', new Uint8Array([2])]),
    ];
    expect(new Set(keys).size).toBe(3);
  });
});
