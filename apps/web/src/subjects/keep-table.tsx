'use client';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTablePlus } from '@tabler/icons-react';
import { useSubmit } from '@/graphql/hooks';
import { keepAnnotationTable } from './queries';
import type { ShownSubjects } from './shown-subjects';

export interface KeepTableProps {
  readonly slug: string;
  /** Only annotations of its kind, and of subjects of its level, where it says so. */
  readonly shown: Pick<ShownSubjects, 'kind' | 'level'>;
}

/** Makes a file of the annotations as they are now, to be chosen as an input of designs. */
export function KeepTable({ slug, shown: { kind, level } }: KeepTableProps) {
  const submit = useSubmit(keepAnnotationTable);
  const keep = () =>
    submit.mutate(
      { input: { projectSlug: slug, kind, level } },
      {
        onSuccess: ({ keepAnnotationTable: { file } }) =>
          notifications.show({
            title: `${file?.name ?? 'The table'} is among the files`,
            message: 'Choose it as an input of a batch. It stays as it is, whatever is annotated later.',
          }),
        onError: (error) => notifications.show({ color: 'red', message: error.message }),
      },
    );
  return (
    <Button
      variant="default"
      leftSection={<IconTablePlus size={16} aria-hidden />}
      title={`Keeps ${kind ?? 'all'} annotations${level === null ? '' : ` of the level ${level}`} as a CSV file of the project`}
      loading={submit.isPending}
      onClick={keep}
    >
      Annotations as input
    </Button>
  );
}
