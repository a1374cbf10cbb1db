/** Changes that can be undone: what they write is known by its rows or by their entries. */
export const undoableVerbs = [
  'assign_annotations',
  'import_annotations',
  'store_annotations',
  'resolve_older_result',
  'create_subjects',
  'import_subjects',
  'update_subject',
  'set_landmark',
  'update_vocabulary',
  'save_template',
  'rename_template',
  'archive_template',
  'restore_template',
  'undo',
] as const;
