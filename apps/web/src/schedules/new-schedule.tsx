'use client';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { fieldsOf } from '@/parameters/fields';
import { useCurrentProject } from '@/projects/project-frame';
import { createSchedule, formQuery, schedulesQuery } from './queries';
import { emptyDraft } from './schedule-draft';
import { ScheduleForm } from './schedule-form';

/** Sets up a schedule and opens its page. */
export function NewSchedule() {
  const project = useCurrentProject();
  const router = useRouter();
  const [draft, setDraft] = useState(emptyDraft);
  const choices = useApi(formQuery, { slug: project.slug });
  const submit = useSubmit(createSchedule, [schedulesQuery]);
  const fields = useMemo(() => fieldsOf(choices.data?.schedulePoliciesSchema ?? {}), [choices.data]);
  if (choices.error) return <Failure error={choices.error} retry={choices.refetch} />;
  if (choices.data === undefined) return <LoadingPage />;
  return (
    <>
      <PageHead
        title="New schedule"
        crumbs={[project.crumb, { label: 'Schedules', href: project.at('/schedules') }]}
        description="Runs a design, a template or the rows of a sheet at set times on your behalf, as long as you may run batches here."
      />
      <ScheduleForm
        choices={choices.data}
        fields={fields}
        draft={draft}
        onChange={setDraft}
        isSending={submit.isPending}
        error={submit.error}
        sendLabel="Set up"
        onSend={(input) =>
          submit.mutate(
            { input: { projectSlug: project.slug, ...input } },
            {
              onSuccess: ({ createSchedule: { schedule } }) =>
                schedule && router.push(project.at(`/schedules/${schedule.id}`)),
            },
          )
        }
      />
    </>
  );
}
