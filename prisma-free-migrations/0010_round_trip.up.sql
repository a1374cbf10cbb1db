-- Rows of sheets that were exported for editing.
-- {id, hashes by field} of the row when it was exported; null: it is none that was.
alter table import_row add column base jsonb;
