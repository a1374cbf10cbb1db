drop table import_mapping, import_row, import_draft;
