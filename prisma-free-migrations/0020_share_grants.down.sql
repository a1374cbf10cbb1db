alter table occurrence drop column claimed_until;
drop table share_grant;
