alter table import_row drop column base;
