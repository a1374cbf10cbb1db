import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { Empty } from '@/page/empty';
import { Panel } from '@/page/panel';
import { useCurrentProject } from './project-frame';

/** Shown until a project's first batch: the next step, and what comes after it. */
export function FirstSteps({ hasFiles }: { readonly hasFiles: boolean }) {
  const project = useCurrentProject();
  if (!project.may('run')) {
    return (
      <Panel>
        <Empty title="Nothing has run yet">
          Batches that editors of this project start will appear here, with their results.
        </Empty>
      </Panel>
    );
  }
  const upload = { label: 'Upload recordings', href: project.at('/files') };
  const start = { label: 'Start a batch', href: project.at('/batches/new') };
  const [next, later] = hasFiles ? [start, upload] : [upload, start];
  return (
    <Panel>
      <Empty
        title={hasFiles ? 'Ready for a first batch' : 'Start with your files'}
        action={
          <Group gap="xs" justify="center">
            <Button component={Link} href={next.href}>
              {next.label}
            </Button>
            <Button component={Link} href={later.href} variant="default">
              {later.label}
            </Button>
            <Button component={Link} href={project.at('/pipelines')} variant="default">
              See the pipelines
            </Button>
          </Group>
        }
      >
        {hasFiles
          ? 'Pick a pipeline, choose files, and run it once or over every combination of the values you want to try. What comes out is compared here.'
          : 'Upload recordings or tables, then run a pipeline on them: once, or over every combination of the values you want to try. What comes out is compared here.'}
      </Empty>
    </Panel>
  );
}
