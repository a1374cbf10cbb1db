import { describe, expect, it } from '@jest/globals';
import { createImageCache } from './image-cache';

function cache(most: number) {
  const fetched: string[] = [];
  const released: string[] = [];
  const images = createImageCache({
    most,
    fetchImage: async (path) => {
      fetched.push(path);
      if (path === 'gone') throw new Error('404');
      return `blob:${path}`;
    },
    release: (url) => released.push(url),
  });
  return { images, fetched, released };
}

describe('the image cache', () => {
  it('fetches each image once, also when it is asked for twice at a time', async () => {
    const { images, fetched } = cache(4);
    expect(images.get('a')).toBeNull();
    await Promise.all([images.load('a'), images.load('a')]);
    await images.load('a');
    expect(images.get('a')).toBe('blob:a');
    expect(fetched).toEqual(['a']);
  });

  it('drops the image that was not asked for the longest', async () => {
    const { images, released } = cache(2);
    for (const path of ['a', 'b', 'a', 'c']) await images.load(path);
    expect(released).toEqual(['blob:b']);
    expect(images.get('a')).toBe('blob:a');
    images.clear();
    expect(released).toEqual(['blob:b', 'blob:a', 'blob:c']);
  });

  it('asks again for an image that could not be had', async () => {
    const { images, fetched } = cache(2);
    await expect(images.load('gone')).rejects.toThrow('404');
    await expect(images.load('gone')).rejects.toThrow('404');
    expect(fetched).toEqual(['gone', 'gone']);
  });
});
