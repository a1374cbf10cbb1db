import type { Session } from '../database/session.js';

/** Ends what is not to go on after a time that failed: its backfill, or its schedule after several in a row. */
export async function afterFailure(session: Session, occurrenceId: string): Promise<void> {
  await session.query(
    `update backfill f set state = 'stopped' from occurrence o
     where o.id = $1 and f.id = o.backfill_id and f.state = 'running' and f.stop_on_failure`,
    [occurrenceId],
  );
  await session.query(
    `update schedule s set is_paused = true,
       pause_reason = format('It failed %s times in a row.', s.policies->>'pauseAfterFailures')
     from occurrence o
     where o.id = $1 and s.id = o.schedule_id and not s.is_paused and (s.policies->>'pauseAfterFailures')::int = (
       select count(*) filter (where newest.state = 'failed') from (
         select n.state from occurrence n
         where n.schedule_id = s.id and n.state in ('succeeded', 'failed') and n.backfill_id is null
         order by n.due_at desc limit (s.policies->>'pauseAfterFailures')::int) newest)`,
    [occurrenceId],
  );
}
