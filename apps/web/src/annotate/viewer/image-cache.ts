/** Images of frames near the one in sight, kept in memory: turning a page needs no request, not even without a connection. */

export interface ImageCache {
  /** Address of the loaded image; null while it is not there. */
  get(path: string): string | null;
  /** Loads an image; the same promise while it is on its way. Rejects where it cannot be had. */
  load(path: string): Promise<string>;
  clear(): void;
}

export interface ImageCacheOptions {
  readonly most: number;
  readonly fetchImage: (path: string) => Promise<string>;
  /** Called with the address of each image that is dropped. */
  readonly release: (url: string) => void;
}

/** Holds up to `most` images; the one not asked for the longest goes first. */
export function createImageCache({ most, fetchImage, release }: ImageCacheOptions): ImageCache {
  const loaded = new Map<string, string>();
  const loading = new Map<string, Promise<string>>();

  const touch = (path: string, url: string) => {
    loaded.delete(path);
    loaded.set(path, url);
    for (const [oldest, oldUrl] of loaded) {
      if (loaded.size <= most) break;
      loaded.delete(oldest);
      release(oldUrl);
    }
    return url;
  };

  const begin = (path: string) => {
    const promise = fetchImage(path)
      .then((url) => touch(path, url))
      .finally(() => loading.delete(path));
    loading.set(path, promise);
    return promise;
  };

  return {
    get: (path) => loaded.get(path) ?? null,
    load(path) {
      const known = loaded.get(path);
      if (known !== undefined) return Promise.resolve(touch(path, known));
      return loading.get(path) ?? begin(path);
    },
    clear() {
      for (const url of loaded.values()) release(url);
      loaded.clear();
    },
  };
}

/** Fetches an image and gives it an address within the page. */
export async function fetchImageUrl(path: string): Promise<string> {
  const response = await fetch(path, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The image could not be loaded (${response.status}).`);
  return URL.createObjectURL(await response.blob());
}
