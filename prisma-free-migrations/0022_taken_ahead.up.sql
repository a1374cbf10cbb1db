-- Its worker took it together with others, to run it after them: as long as nothing was told of it, it may not have begun.
alter table job add column taken_ahead boolean not null default false;
