import { Text } from '@mantine/core';
import Link from 'next/link';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import classes from './batches.module.css';
import type { LiveBatch } from './queries';

/** The newest preview images as small multiples, each leading to its job. */
export function Previews({ previews }: { readonly previews: LiveBatch['previews'] }) {
  const project = useCurrentProject();
  const images = previews.filter(({ mediaType }) => mediaType.startsWith('image/'));
  if (images.length === 0) return null;
  return (
    <Panel title="Latest previews">
      <div className={classes.previews}>
        {images.map((preview) => (
          <Link key={preview.id} href={project.at(`/jobs/${preview.job.id}`)} className={classes.preview}>
            {/* biome-ignore lint/performance/noImgElement: artifacts come from the API at full size and are not optimised */}
            <img src={preview.url} alt={`${preview.title} of ${preview.job.label}`} loading="lazy" />
            <Text size="xs" mt={4} lineClamp={2} title={preview.job.label}>
              {preview.job.label}
            </Text>
          </Link>
        ))}
      </div>
    </Panel>
  );
}
