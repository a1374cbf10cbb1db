/**
 * Two tables of a `with`, of the jobs `$1`: `compared`, with the subject that their metadata names and the job that
 * computed their result; and `file_of`, a row for each input file, with its name without the ending.
 */
export const comparedSql = `compared as (
    select id, project_id, inputs, metadata->>'subject' as subject, coalesce(reused_from, id) as result
    from job where id = any($1)
  ), file_of as (
    select c.id, c.project_id, regexp_replace(f->>'name', '\\.[^.]*$', '') as stem,
      case when f->>'reference' ~ '^[1-9][0-9]{0,17}$' then (f->>'reference')::bigint end as file_id
    from compared c cross join lateral jsonb_path_query(c.inputs, '$.*[*]') f
  )`;
