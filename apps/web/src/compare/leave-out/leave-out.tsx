'use client';
import { MultiSelect, Stack, Text } from '@mantine/core';
import { chosenIds, leaveOutGroups, leftOutOf } from '@/subjects/annotation-choices';
import { useVocabulary } from '@/subjects/use-vocabulary';
import type { ComparisonData } from '../queries';
import type { CompareView } from '../view/url-state';
import classes from './leave-out.module.css';

export interface LeaveOutProps {
  readonly slug: string;
  readonly comparison: Pick<ComparisonData, 'warnings'>;
  readonly view: Pick<CompareView, 'leaveOut'>;
  readonly change: (part: Partial<CompareView>) => void;
}

/** Leaves out inputs that people or pipelines flagged, and says how many jobs that are. */
export function LeaveOut({ slug, comparison, view, change }: LeaveOutProps) {
  const stored = useVocabulary(slug);
  const { leaveOut } = view;
  if (!stored) return null;
  const told = comparison.warnings.find(({ code }) => code === 'LEFT_OUT');
  return (
    <Stack gap={4} mt={4}>
      <MultiSelect
        label="Leave out inputs annotated as"
        size="xs"
        className={classes.chooser}
        placeholder={leaveOut.length === 0 ? 'nothing' : undefined}
        data={leaveOutGroups(stored.vocabulary, leaveOut).map(({ group, items }) => ({
          group,
          items: [...items],
        }))}
        value={chosenIds(leaveOut)}
        onChange={(ids) => change({ leaveOut: leftOutOf(ids) })}
        searchable
        clearable
        nothingFoundMessage="The vocabulary of the project has no such value."
      />
      {told && (
        <Text size="sm" c="dimmed" className="numeric" role="status">
          {told.message}
        </Text>
      )}
    </Stack>
  );
}
