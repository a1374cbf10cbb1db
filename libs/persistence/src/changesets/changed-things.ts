/** What a change wrote, thing by thing, with what was there before and after it. */
import { frameSetText, isJsonObject, type Json, noFrames } from '@batchyard/domain';
import { fromMultirange } from '../annotations/frame-multirange.js';
import type { Session } from '../database/session.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';

export interface ChangedThing {
  /** annotation, subject, subject_metadata, frames, landmark, vocabulary, template … */
  readonly entity: string;
  /** For people. */
  readonly name: string;
  /** null: it was not there. */
  readonly before: Json;
  /** null: it is there no longer. */
  readonly after: Json;
}

interface Row extends ChangedThing {
  readonly part: number;
  readonly id: string;
}

/** A page: what stands in its entries first, then statements that it made, took away, and brought back. */
export async function readChangedThings(
  session: Session,
  changesetId: string,
  { first, after }: PageRequest,
): Promise<Page<ChangedThing>> {
  const [part, id] = decodeCursor(after, 2) ?? ['0', null];
  const rows = await session.query<Row>(
    `with ended as (
       select id from annotation where ended_by = $1
       union select annotation_id from annotation_restoration where ended_by = $1)
     ${[entries, made, takenAway, broughtBack].map((sql) => `(${sql})`).join(' union all ')}
     order by part, id limit $4`,
    [changesetId, part, id, first + 1],
  );
  const page = pageOf(rows, first, (row) => [row.part, row.id]);
  return { ...page, rows: page.rows.map(thingOf) };
}

function thingOf({ entity, name, before, after }: Row): ChangedThing {
  if (entity !== 'annotation') return { entity, name, before, after };
  return { entity, name, before: withFrameText(before), after: withFrameText(after) };
}

/** Frame numbers as people write them: `0-4, 7`. */
function withFrameText(statement: Json): Json {
  if (!isJsonObject(statement) || typeof statement.frames !== 'string') return statement;
  const frames = frameSetText(fromMultirange(statement.frames) ?? noFrames);
  return { ...statement, frames };
}

/** Rows of a part that come after the cursor. */
const following = (part: number, id: string) =>
  `(${part} > $2::int or (${part} = $2::int and ($3::bigint is null or ${id} > $3::bigint)))`;

const statement = (alias: string) => `jsonb_strip_nulls(jsonb_build_object('value', ${alias}.value,
  'frames', nullif(${alias}.frames::text, '{}'), 'confidence', ${alias}.confidence, 'severity', ${alias}.severity,
  'note', ${alias}.note)) || ${alias}.detail`;
const nameOfStatement = `s.name || ' ' || a.kind`;

/** Of frames their number is enough. */
const shown = (state: string) => `case when e.entity = 'frames' and jsonb_typeof(${state}) = 'array'
  then jsonb_build_object('frames', jsonb_array_length(${state})) else ${state} end`;

const entries = `select 0 as part, e.position::bigint as id, e.entity,
    coalesce(s.name || case when e.entity = 'landmark' then ' ' || split_part(e.entity_id, '/', 2) else '' end,
      e.before ->> 'name', e.after ->> 'name', e.entity_id) as name,
    ${shown('e.before')} as before, ${shown('e.after')} as after
  from changeset_entry e
  left join subject s on e.entity in ('subject', 'subject_metadata', 'frames', 'landmark')
    and s.id = case when e.entity_id ~ '^[0-9]+(/|$)' then split_part(e.entity_id, '/', 1)::bigint end
  where e.changeset_id = $1 and ${following(0, 'e.position')} order by e.position limit $4`;

const made = `select 1, a.id, 'annotation', ${nameOfStatement}, (
      select ${statement('f')} from annotation f
      where f.subject_id = a.subject_id and f.kind = a.kind and f.id < a.id and f.id in (select id from ended)
      order by f.value = a.value desc, f.frames && a.frames desc nulls last, f.id limit 1),
    ${statement('a')}
  from annotation a join subject s on s.id = a.subject_id
  where a.changeset_id = $1 and ${following(1, 'a.id')} order by a.id limit $4`;

const takenAway = `select 2, a.id, 'annotation', ${nameOfStatement}, ${statement('a')}, null
  from annotation a join subject s on s.id = a.subject_id
  where a.id in (select id from ended) and ${following(2, 'a.id')}
    and not exists (select from annotation m where m.changeset_id = $1 and m.subject_id = a.subject_id and m.kind = a.kind)
  order by a.id limit $4`;

const broughtBack = `select 3, a.id, 'annotation', ${nameOfStatement}, null, ${statement('a')}
  from annotation_restoration r join annotation a on a.id = r.annotation_id join subject s on s.id = a.subject_id
  where r.changeset_id = $1 and ${following(3, 'a.id')} order by a.id limit $4`;
