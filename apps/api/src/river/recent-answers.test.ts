import { describe, expect, it } from '@jest/globals';
import { RecentAnswers } from './recent-answers.js';

describe('recent answers', () => {
  const counting = () => {
    const made: string[] = [];
    const answers = new RecentAnswers<string>(6, (text) => text.length);
    const make = async (key: string) => {
      made.push(key);
      return key.repeat(3);
    };
    const find = (key: string) => answers.find(key, () => make(key));
    return { made, find };
  };
  it('are made once, also when asked for twice at a time', async () => {
    const { made, find } = counting();
    expect(await Promise.all([find('a'), find('a')])).toEqual(['aaa', 'aaa']);
    expect(await find('a')).toBe('aaa');
    expect(made).toEqual(['a']);
  });
  it('go when there is no room, the least used first', async () => {
    const { made, find } = counting();
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await find(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
  it('are asked for again where they failed', async () => {
    const answers = new RecentAnswers<string>(6, (text) => text.length);
    await expect(answers.find('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await answers.find('x', async () => 'yes')).toBe('yes');
  });
});
