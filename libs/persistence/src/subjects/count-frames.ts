import type { Session } from '../database/session.js';

/**
 * Brings the kept numbers of frames and of annotated frames up to date, from the rows there are. Whoever writes frames or
 * statements calls it last: a frame between two that were annotated together is annotated as they are.
 */
export async function countFrames(session: Session, subjectIds: readonly string[]): Promise<void> {
  // In a statement of its own: what is counted next then includes what others wrote while they held the lock.
  await session.query('select from subject where id = any($1) order by id for no key update', [subjectIds]);
  await session.query(
    `update subject s set frame_count = n.frames, annotated_frames = n.annotated
     from (
       select s.id, count.frames, count.annotated
       from subject s cross join lateral (
         select coalesce(range_agg(a.frames), '{}') as frames from annotation a
         where a.subject_id = s.id and a.ended_by is null
       ) said cross join lateral (
         select count(*)::int as frames, (count(*) filter (where f.number <@ said.frames))::int as annotated
         from frame f where f.subject_id = s.id
       ) count where s.id = any($1)
     ) n where s.id = n.id and (s.frame_count, s.annotated_frames) <> (n.frames, n.annotated)`,
    [subjectIds],
  );
}
