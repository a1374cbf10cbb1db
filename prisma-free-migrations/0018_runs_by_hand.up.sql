-- Times of a schedule that somebody asked for now.
alter table occurrence drop constraint occurrence_story_check;
alter table occurrence add constraint occurrence_story_check check (story in ('on_time', 'late', 'missed_run',
  'missed_skipped', 'coalesced', 'paused', 'overlap_queued', 'overlap_skipped', 'nothing_new', 'backfilled', 'by_hand'));
