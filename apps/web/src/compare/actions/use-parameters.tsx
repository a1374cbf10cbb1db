'use client';
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useCurrentProject } from '@/projects/project-frame';
import type { ComparisonData, Setting } from '../queries';
import { newBatchHref } from './new-batch';

export interface UseParametersProps {
  readonly comparison: ComparisonData;
  readonly setting: Setting;
}

/** Leads to the form for a new batch with the parameters of a setting; absent for those who may not run it. */
export function UseParameters({ comparison, setting }: UseParametersProps) {
  const project = useCurrentProject();
  if (!project.may('run')) return null;
  return (
    <Button
      component={Link}
      href={newBatchHref(project.slug, comparison, setting)}
      size="xs"
      variant="default"
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
    >
      Use these parameters
    </Button>
  );
}
