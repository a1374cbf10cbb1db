'use client';
import { useEffect, useRef, useState } from 'react';
import { createImageCache, fetchImageUrl, type ImageCache } from './image-cache';
import { neighbours } from './placement';

const mostImages = 120;

export interface ShownImage {
  /** Null while it is loaded, and where the frame has none. */
  readonly url: string | null;
  readonly error: string | null;
}

/**
 * The image of the frame at `position`, with those around it loaded ahead.
 * @param pathOf path of a frame's image; null without one, undefined while it is not known
 */
export function useImages(
  pathOf: (position: number) => string | null | undefined,
  position: number,
  count: number,
): ShownImage & { readonly isReady: (position: number) => boolean } {
  const cache = useRef<ImageCache | null>(null);
  cache.current ??= createImageCache({
    most: mostImages,
    fetchImage: fetchImageUrl,
    release: (url) => URL.revokeObjectURL(url),
  });
  const images = cache.current;
  const before = useRef(position);
  const [failed, setFailed] = useState<{ readonly path: string; readonly message: string } | null>(null);
  const [, setLoaded] = useState('');
  const path = pathOf(position) ?? null;

  useEffect(() => {
    if (path === null) return;
    let isShown = true;
    images.load(path).then(
      () => isShown && setLoaded(path),
      (error: Error) => isShown && setFailed({ path, message: error.message }),
    );
    return () => {
      isShown = false;
    };
  }, [images, path]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded ahead follows the image in sight
  useEffect(() => {
    const step = position < before.current ? -1 : 1;
    before.current = position;
    for (const near of neighbours(position, step, count)) {
      const nearPath = pathOf(near);
      // What fails here is asked for again, and told, once it is in sight.
      if (nearPath) images.load(nearPath).catch(() => undefined);
    }
  }, [images, position, count, path]);

  const isReady = (at: number) => {
    const wanted = pathOf(at);
    return wanted === null || (wanted !== undefined && images.get(wanted) !== null);
  };
  const url = path === null ? null : images.get(path);
  return { url, error: url === null && failed?.path === path ? failed.message : null, isReady };
}
