-- Problems of a draft are looked up with each opening and edit; most rows have none.
create index import_row_problem on import_row (draft_id, number) where problems <> '[]';
