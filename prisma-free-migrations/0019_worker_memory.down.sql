alter table worker drop memory_bytes;
