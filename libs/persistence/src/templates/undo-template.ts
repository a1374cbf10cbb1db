/** Undo of what was done to a template: a version goes, or comes back; its name or its archiving changes back. */
import { isDeepStrictEqual } from 'node:util';
import type { ChangeEntry } from '../changesets/record.js';
import type { UndoHandler } from '../changesets/undo-handler.js';
import type { Session } from '../database/session.js';
import { lockTemplate, type TemplateFacts, writeTemplateFacts } from './change-template.js';

interface SavedVersion {
  readonly name: string;
  readonly version: number;
  readonly params: unknown;
  readonly options: unknown;
  /** Absent in entries of before there were any. */
  readonly files?: unknown;
  readonly note?: string;
  readonly pipelineVersion?: string | null;
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
        await bringBack(session, entityId, undoId, before);
      }
    }
  },
};

/** Undo of renaming, archiving and restoring. */
export const templateFactsUndo: UndoHandler = {
  async check(session, { projectId }, entries) {
    const edited = await Promise.all(
      entries.map(async ({ entityId, before, after }) => {
        const [was, then] = [before as TemplateFacts, after as TemplateFacts];
        const { name, archived } = await lockTemplate(session, entityId);
        if (!isDeepStrictEqual({ name, archived }, then))
          return changed(name, 'It has been changed again since.');
        if (was.name === name) return [];
        const taken = await session.query('select from template where project_id = $1 and name = $2', [
          projectId,
          was.name,
        ]);
        return taken.length === 0 ? [] : changed(name, `Another template is called ${was.name} now.`);
      }),
    );
    return edited.flat();
  },

  async revert(session, _change, _undoId, entries) {
    for (const { entityId, before } of entries) {
      await writeTemplateFacts(session, entityId, before as TemplateFacts);
    }
  },
};

const changed = (name: string, reason: string) => [{ entity: 'template', name, reason }];

async function bringBack(
  session: Session,
  templateId: string,
  undoId: string,
  { version, params, options, files = [], note = '', pipelineVersion = null }: SavedVersion,
): Promise<void> {
  await session.query(
    `insert into template_version
       (template_id, version, changeset_id, params, options, files, note, pipeline_version, created_by)
     select $1, $2, c.id, $4, $5, $6, $7, $8, c.actor_id from changeset c where c.id = $3`,
    [
      templateId,
      version,
      undoId,
      ...[params, options, files].map((part) => JSON.stringify(part)),
      note,
      pipelineVersion,
    ],
  );
}

async function newestVersion(session: Session, templateId: string): Promise<SavedVersion | undefined> {
  // Locked as by those who save it.
  await session.query('select id from template where id = $1 for update', [templateId]);
  const [newest] = await session.query<SavedVersion>(
    `select version, params, options, files from template_version
     where template_id = $1 order by version desc limit 1`,
    [templateId],
  );
  return newest;
}

function isSame(newest: SavedVersion | undefined, saved: SavedVersion): boolean {
  return isDeepStrictEqual(
    [newest?.params, newest?.options, newest?.files],
    [saved.params, saved.options, saved.files ?? []],
  );
}
