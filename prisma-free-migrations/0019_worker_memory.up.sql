-- Memory of the machine of a worker, or what it may use of it; null: not known.
alter table worker add memory_bytes bigint check (memory_bytes > 0);
