'use client';
import type { LeftOut } from '@batchyard/domain';
import { Group, MultiSelect } from '@mantine/core';
import { useCurrentProject } from '@/projects/project-frame';
import { chosenIds, leaveOutGroups, leftOutOf } from '@/subjects/annotation-choices';
import { useVocabulary } from '@/subjects/use-vocabulary';
import type { ShownJobs } from './shown-jobs';

export interface AnnotationFiltersProps {
  readonly shown: Pick<ShownJobs, 'annotatedAs' | 'leaveOut'>;
  readonly onShown: (change: Partial<ShownJobs>) => void;
}

/** Shows or leaves out jobs for what is said of the subject of their input. */
export function AnnotationFilters({ shown, onShown }: AnnotationFiltersProps) {
  const { slug } = useCurrentProject();
  const stored = useVocabulary(slug);
  if (!stored) return null;
  const choices = (chosen: readonly LeftOut[]) =>
    leaveOutGroups(stored.vocabulary, chosen).map(({ group, items }) => ({ group, items: [...items] }));
  const chooser = (
    label: string,
    none: string,
    chosen: readonly LeftOut[],
    change: (terms: LeftOut[]) => void,
  ) => (
    <MultiSelect
      label={label}
      size="xs"
      placeholder={chosen.length === 0 ? none : undefined}
      data={choices(chosen)}
      value={chosenIds(chosen)}
      onChange={(ids) => change(leftOutOf(ids))}
      searchable
      clearable
      nothingFoundMessage="The vocabulary of the project has no such value."
      flex="1 1 260px"
      maw={420}
    />
  );
  return (
    <Group gap="xs" mb="sm" align="flex-start">
      {chooser('Input annotated as', 'anything', shown.annotatedAs, (annotatedAs) =>
        onShown({ annotatedAs }),
      )}
      {chooser('Leave out inputs annotated as', 'nothing', shown.leaveOut, (leaveOut) =>
        onShown({ leaveOut }),
      )}
    </Group>
  );
}
