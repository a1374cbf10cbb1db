/** Undo of saving a template: its newest version goes, or comes back. */
import { isDeepStrictEqual } from 'node:util';
import type { ChangeEntry } from '../changesets/record.js';
import type { UndoHandler } from '../changesets/undo-handler.js';
import type { Session } from '../database/session.js';

interface SavedVersion {
  readonly name: string;
  readonly version: number;
  readonly params: unknown;
  readonly options: unknown;
}

export const templateUndo: UndoHandler = {
  async check(session, _change, entries) {
    const edited = await Promise.all(
      entries.map(async ({ entityId, before, after }) => {
        const newest = await newestVersion(session, entityId);
        const saved = (after ?? before) as SavedVersion;
        const expected = after === null ? saved.version - 1 : saved.version;
        if ((newest?.version ?? 0) === expected && (after === null || isSame(newest, saved))) return [];
        return [{ entity: 'template', name: saved.name, reason: 'It has been saved again since.' }];
      }),
    );
    return edited.flat();
  },

  async revert(session, _change, undoId, entries) {
    for (const { entityId, before, after } of entries as readonly (ChangeEntry & {
      before: SavedVersion | null;
      after: SavedVersion | null;
    })[]) {
      if (after !== null) {
        await session.query('delete from template_version where template_id = $1 and version = $2', [
          entityId,
          after.version,
        ]);
      } else if (before !== null) {
        await session.query(
          `insert into template_version (template_id, version, changeset_id, params, options, created_by)
           select $1, $2, c.id, $4, $5, c.actor_id from changeset c where c.id = $3`,
          [entityId, before.version, undoId, JSON.stringify(before.params), JSON.stringify(before.options)],
        );
      }
    }
  },
};

async function newestVersion(session: Session, templateId: string): Promise<SavedVersion | undefined> {
  // Locked as by those who save it.
  await session.query('select id from template where id = $1 for update', [templateId]);
  const [newest] = await session.query<SavedVersion>(
    `select version, params, options from template_version where template_id = $1 order by version desc limit 1`,
    [templateId],
  );
  return newest;
}

function isSame(newest: SavedVersion | undefined, saved: SavedVersion): boolean {
  return isDeepStrictEqual([newest?.params, newest?.options], [saved.params, saved.options]);
}
