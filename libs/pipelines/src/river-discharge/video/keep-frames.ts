import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodePng } from '../../images/encode-png.js';
import type { Video } from './open-video.js';

/** The video, each grey frame that is read from it kept in `folder` as 000001.png, 000002.png, … */
export function keepingFrames(video: Video, folder: string): Video {
  const { widthPx, heightPx } = video.facts;
  return {
    ...video,
    async *frames(selection, signal) {
      await mkdir(folder, { recursive: true });
      const frames = video.frames(selection, signal);
      try {
        for (;;) {
          const next = await frames.next();
          if (next.done) return next.value;
          const { index, pixels } = next.value;
          const name = `${String(index + 1).padStart(6, '0')}.png`;
          await writeFile(path.join(folder, name), encodePng(widthPx, heightPx, pixels));
          yield next.value;
        }
      } finally {
        await frames.return({ frames: 0, complaint: null });
      }
    },
  };
}
