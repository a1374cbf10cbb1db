'use client';
import { useMemo, useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { LoadingRows } from '@/page/loading';
import { fieldsOf } from '@/parameters/fields';
import { useCurrentProject } from '@/projects/project-frame';
import {
  calendarQuery,
  formQuery,
  scheduleQuery,
  schedulesQuery,
  updateSchedule,
  type WholeSchedule,
} from './queries';
import { draftOf, type ScheduleDraft } from './schedule-draft';
import { ScheduleForm } from './schedule-form';

export interface EditScheduleProps {
  readonly schedule: WholeSchedule;
  readonly onDone: () => void;
}

/** The form with what the schedule is now; whoever saves it becomes the one on whose behalf it starts batches. */
export function EditSchedule({ schedule, onDone }: EditScheduleProps) {
  const project = useCurrentProject();
  const choices = useApi(formQuery, { slug: project.slug });
  const submit = useSubmit(updateSchedule, [scheduleQuery, schedulesQuery, calendarQuery]);
  const [edited, setEdited] = useState<ScheduleDraft | null>(null);
  const fields = useMemo(() => fieldsOf(choices.data?.schedulePoliciesSchema ?? {}), [choices.data]);
  if (choices.data === undefined) return <LoadingRows />;
  return (
    <ScheduleForm
      choices={choices.data}
      fields={fields}
      draft={edited ?? draftOf(schedule, fields)}
      onChange={setEdited}
      isSending={submit.isPending}
      error={submit.error}
      sendLabel="Save"
      onSend={(input) =>
        submit.mutate(
          { input: { scheduleId: schedule.id, options: schedule.options, ...input } },
          { onSuccess: onDone },
        )
      }
    />
  );
}
