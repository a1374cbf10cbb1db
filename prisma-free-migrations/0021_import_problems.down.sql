drop index import_row_problem;
