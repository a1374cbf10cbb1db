alter table job drop column taken_ahead;
