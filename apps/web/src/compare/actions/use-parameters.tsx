'use client';
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useCurrentProject } from '@/projects/project-frame';
import type { ComparisonData, Setting } from '../queries';
import { newBatchHref, newBatchOfSettingsHref } from './new-batch';

export interface UseParametersProps {
  readonly comparison: ComparisonData;
  /** At least one. */
  readonly settings: readonly Setting[];
}

/** Leads to the form for a new batch with the parameters of settings; absent for those who may not run it. */
export function UseParameters({ comparison, settings }: UseParametersProps) {
  const project = useCurrentProject();
  const [first, second] = settings;
  if (!project.may('run') || first === undefined) return null;
  const href = second
    ? newBatchOfSettingsHref(project.slug, comparison, settings)
    : newBatchHref(project.slug, comparison, first);
  return (
    <Button
      component={Link}
      href={href}
      size="xs"
      variant="default"
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
    >
      Use these parameters
    </Button>
  );
}
