drop table secret;
drop table command_pipeline;
