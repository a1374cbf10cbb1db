drop index file_name;
