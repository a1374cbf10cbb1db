delete from occurrence where story = 'by_hand';
alter table occurrence drop constraint occurrence_story_check;
alter table occurrence add constraint occurrence_story_check check (story in ('on_time', 'late', 'missed_run',
  'missed_skipped', 'coalesced', 'paused', 'overlap_queued', 'overlap_skipped', 'nothing_new', 'backfilled'));
