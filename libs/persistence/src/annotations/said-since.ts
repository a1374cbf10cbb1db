/**
 * SQL for: a statement is current, and was not so when a change was made. A change that is saved on its way says things
 * after changes that began later, so time counts as well as order.
 * @param annotation alias of its row
 * @param changeset parameter of the change's id
 */
export function saidSince(annotation: string, changeset: string): string {
  return `${annotation}.ended_by is null and (${annotation}.changeset_id > ${changeset}
    or ${annotation}.changeset_id < ${changeset}
      and ${annotation}.created_at > (select created_at from changeset where id = ${changeset})
    or exists (select from annotation_restoration r where r.annotation_id = ${annotation}.id
      and r.ended_by < ${changeset} and r.changeset_id > ${changeset}))`;
}
