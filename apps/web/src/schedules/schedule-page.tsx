'use client';
import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { BackfillForm } from './backfill-form';
import { BackfillList } from './backfill-list';
import { CalendarStrip } from './calendar-strip';
import { EditSchedule } from './edit-schedule';
import { Ledger } from './ledger';
import { NextTimes } from './next-times';
import { Nights } from './nights';
import {
  calendarQuery,
  occurrencesQuery,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  scheduleQuery,
  schedulesQuery,
  type WholeSchedule,
} from './queries';
import { RemoveSchedule } from './remove-schedule';
import { sheetOf, sheetText } from './target-text';
import { spanOfDays } from './zone-time';

/** Days that the strip shows. */
const shownDays = 60;
const dayMs = 86_400_000;

/** One schedule: when it is due next, what became of each time, and what can be done about it. */
export function SchedulePage({ id }: { readonly id: string }) {
  const project = useCurrentProject();
  const router = useRouter();
  const [opened, setOpened] = useState<'edit' | 'remove' | null>(null);
  const { data, error, refetch } = useApi(
    scheduleQuery,
    { id },
    { refetchIntervalMs: 10_000, keepPrevious: true },
  );
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { schedule } = data;
  const mayRun = project.may('run');
  return (
    <>
      <PageHead
        title={schedule.name}
        crumbs={[project.crumb, { label: 'Schedules', href: project.at('/schedules') }]}
        description={<Facts schedule={schedule} designHref={(design) => project.at(`/designs/${design}`)} />}
        actions={
          mayRun && (
            <Actions
              schedule={schedule}
              onEdit={() => setOpened('edit')}
              onRemove={() => setOpened('remove')}
            />
          )
        }
      />
      <Stack gap="md">
        {schedule.pauseReason && (
          <Alert color="yellow" variant="light" title="It paused itself">
            {schedule.pauseReason} Look at the failed batches below, then resume it.
          </Alert>
        )}
        <Panel title="Next times">
          {schedule.isPaused ? (
            <Text size="sm" c="dimmed">
              Paused: times that come are entered below and not run.
            </Text>
          ) : (
            <NextTimes times={schedule.nextDueTimes} zone={schedule.zone} />
          )}
        </Panel>
        <Nights scheduleId={id} />
        <Days schedule={schedule} mayRun={mayRun} />
        {schedule.backfills.length > 0 && (
          <Panel title="Backfills">
            <BackfillList schedule={schedule} mayRun={mayRun} />
          </Panel>
        )}
        <Panel title="Times">
          <Ledger
            scheduleId={id}
            zone={schedule.zone}
            batchHref={(batchId) => project.at(`/batches/${batchId}`)}
          />
        </Panel>
      </Stack>
      <Modal
        opened={opened === 'edit'}
        onClose={() => setOpened(null)}
        title={`Edit ${schedule.name}`}
        size="xl"
      >
        <EditSchedule schedule={schedule} onDone={() => setOpened(null)} />
      </Modal>
      <Modal opened={opened === 'remove'} onClose={() => setOpened(null)} title={`Remove ${schedule.name}?`}>
        <RemoveSchedule id={id} onDone={() => router.push(project.at('/schedules'))} />
      </Modal>
    </>
  );
}

interface FactsProps {
  readonly schedule: WholeSchedule;
  readonly designHref: (id: string) => string;
}

function Facts({ schedule, designHref }: FactsProps) {
  const { cron, zone, design, template, templateVersion, owner, newOnly } = schedule;
  const sheet = sheetOf(schedule);
  return (
    <>
      <code>{cron}</code> in {zone}, starts{' '}
      {design ? (
        <Anchor component={Link} href={designHref(design.id)} size="sm">
          {design.name}
        </Anchor>
      ) : sheet ? (
        <>
          the rows of <code>{sheetText(sheet)}</code>
        </>
      ) : (
        `the template ${template?.name ?? ''}${templateVersion === null ? '' : ` in version ${templateVersion}`}`
      )}
      {newOnly && ' on what is new'}, on behalf of {owner?.name ?? 'nobody any more'}.
    </>
  );
}

interface ActionsProps {
  readonly schedule: WholeSchedule;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Actions({ schedule: { id, isPaused }, onEdit, onRemove }: ActionsProps) {
  const pause = useSubmit(pauseSchedule, [scheduleQuery, schedulesQuery]);
  const resume = useSubmit(resumeSchedule, [scheduleQuery, schedulesQuery]);
  const run = useSubmit(runSchedule, [scheduleQuery, schedulesQuery, occurrencesQuery]);
  const verb = isPaused ? resume : pause;
  return (
    <>
      <Button
        variant="default"
        loading={run.isPending}
        onClick={() => run.mutate({ input: { scheduleId: id } })}
      >
        Run now
      </Button>
      <Button
        variant="default"
        loading={verb.isPending}
        onClick={() => verb.mutate({ input: { scheduleId: id } })}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="default" onClick={onEdit}>
        Edit
      </Button>
      <Button variant="default" onClick={onRemove}>
        Remove
      </Button>
    </>
  );
}

/** The last days as a strip; chosen ones can be run afterwards. */
function Days({ schedule, mayRun }: { readonly schedule: WholeSchedule; readonly mayRun: boolean }) {
  const [chosen, setChosen] = useState<readonly [string, string] | null>(null);
  const [from, until, tomorrow] = useMemo(() => {
    const now = Date.now();
    return [new Date(now - (shownDays - 1) * dayMs), new Date(now), new Date(now + dayMs)] as const;
  }, []);
  const { data } = useApi(
    calendarQuery,
    { id: schedule.id, from: from.toISOString(), until: tomorrow.toISOString() },
    { refetchIntervalMs: 10_000, keepPrevious: true },
  );
  return (
    <Panel title={`Last ${shownDays} days`}>
      <CalendarStrip
        occurrences={data?.schedule.calendar ?? []}
        zone={schedule.zone}
        from={from}
        until={until}
        chosen={chosen}
        onChoose={setChosen}
      />
      {mayRun && chosen === null && (
        <Text size="xs" c="dimmed" mt={8}>
          Choose one day, or a first and a last one, to run their times afterwards.
        </Text>
      )}
      {mayRun && chosen !== null && (
        <Group>
          <BackfillForm
            scheduleId={schedule.id}
            days={chosen}
            span={spanOfDays(chosen, schedule.zone, until)}
            onDone={() => setChosen(null)}
          />
        </Group>
      )}
    </Panel>
  );
}
