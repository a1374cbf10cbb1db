import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useCurrentProject } from '@/projects/project-frame';

/** Beside the inputs of a river batch: where its scaffold comes from. */
export function ScaffoldLink({
  pipelineName,
  videoId,
}: {
  readonly pipelineName: string;
  readonly videoId: string | null;
}) {
  const project = useCurrentProject();
  if (pipelineName !== 'river-discharge') return null;
  const page = project.at('/scaffolds/new');
  return (
    <Text size="sm">
      No scaffold of this site yet?{' '}
      <Anchor component={Link} href={videoId === null ? page : `${page}?video=${videoId}`} fz="sm">
        Make one by clicking on a frame
      </Anchor>
    </Text>
  );
}
