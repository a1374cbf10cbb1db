drop table occurrence;
drop table backfill;
drop table schedule;
