drop table annotation_restoration, annotation, annotator, landmark, frame, subject, vocabulary;
alter table changeset drop column counts;
