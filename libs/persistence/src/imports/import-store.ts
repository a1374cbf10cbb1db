/** Sheets on their way in: drafts that outlive a reload, with all their rows, until they are committed or forgotten. */
import { NotFound, type SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { toJson } from '../database/json.js';
import { type Database, onlyRow } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import type {
  ImportColumn,
  ImportCounts,
  ImportedFile,
  ImportKind,
  ImportRecord,
  ImportSettings,
} from './import-record.js';
import { importRows } from './import-rows.js';
import { knownNames } from './known-names.js';
import { lockDraft } from './lock-draft.js';
import { rememberedMappings } from './remembered-mappings.js';
import { setEditsAside, takeEditsUp } from './set-aside.js';
import { storedSubjects } from './stored-subjects.js';

/** A draft that nobody touched for so long is forgotten, days. */
export const importDraftDays = 7;

export interface NewImport {
  readonly kind: ImportKind;
  readonly target: Readonly<Record<string, unknown>>;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What reading the file gave. */
export interface ReadImport {
  readonly file: ImportedFile;
  readonly settings: ImportSettings;
  readonly columns: readonly ImportColumn[];
  readonly head: readonly SheetRow[];
  readonly rowCount: number;
}

const record = `id, project_id as "projectId", user_id as "userId", kind, target, file_name as "fileName",
  size_bytes as "sizeBytes", sha256, state, problem, file, settings - 'setAside' as settings, columns, head, row_count as "rowCount", counts,
  changeset_id as "changesetId", result, created_at as "createdAt", touched_at as "touchedAt"`;

const listed = 100;
/** After so many new rows the database has to look at them anew, or it reads pages of them by the wrong index. */
const manyRows = 10_000;

export function importStore(database: Database) {
  return {
    ...importRows(database),
    ...knownNames(database),
    ...storedSubjects(database),
    ...rememberedMappings(database),

    create: async (userId: string, projectId: string, draft: NewImport): Promise<string> => {
      const { kind, target, fileName, sizeBytes, sha256 } = draft;
      const { id } = onlyRow(
        await database.query<{ id: string }>(
          `insert into import_draft (project_id, user_id, kind, target, file_name, size_bytes, sha256)
           values ($1, $2, $3, $4, $5, $6, $7) returning id`,
          [projectId, userId, kind, toJson(target), fileName, sizeBytes, sha256],
        ),
      );
      return id;
    },

    /** A draft is its maker's alone until it is committed. @throws NotFound */
    find: async (caller: Caller, id: string): Promise<ImportRecord> => {
      const [draft] = await database.query<ImportRecord>(
        `select ${record} from import_draft d where id = any($3::bigint[]) and ${visibleProject('d.project_id')}
           and (state = 'committed' or user_id = $2)`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (draft === undefined) throw new NotFound('The import');
      return draft;
    },

    /** The caller's drafts and everybody's committed imports, newest first; at most 100. */
    list: (caller: Caller, projectId: string) =>
      database.query<ImportRecord>(
        `select ${record} from import_draft where project_id = $1 and (state = 'committed' or user_id = $2)
         order by id desc limit ${listed}`,
        [projectId, caller.userId],
      ),

    /** Reading begins anew: rows of the former reading go, what people put into them is set aside. */
    beginReading: (id: string) =>
      database.transaction(async (session) => {
        await lockDraft(session, id);
        await setEditsAside(session, id);
        await session.query('delete from import_row where draft_id = $1', [id]);
        await session.query(
          `update import_draft set state = 'reading', problem = null, counts = '{}', row_count = 0,
             touched_at = clock_timestamp() where id = $1`,
          [id],
        );
      }),

    finishReading: async (
      id: string,
      { file, settings, columns, head, rowCount }: ReadImport,
    ): Promise<void> => {
      if (rowCount >= manyRows) await database.query('analyze import_row');
      await database.transaction(async (session) => {
        const kept = await takeEditsUp(session, id, settings.sheet);
        await session.query(
          `update import_draft set state = 'ready', file = $2, settings = $3, columns = $4, head = $5, row_count = $6,
             touched_at = clock_timestamp() where id = $1 and state = 'reading'`,
          [id, toJson(file), toJson({ ...settings, ...kept }), toJson(columns), toJson(head), rowCount],
        );
      });
    },

    failReading: async (id: string, problem: Problem): Promise<void> => {
      await database.query(
        `update import_draft set state = 'failed', problem = $2, touched_at = clock_timestamp()
         where id = $1 and state = 'reading'`,
        [id, toJson(problem)],
      );
    },

    /** @throws NotFound, Conflict when it is committed */
    changeSettings: (id: string, settings: ImportSettings, columns: readonly ImportColumn[]): Promise<void> =>
      database.transaction(async (session) => {
        await lockDraft(session, id);
        await session.query(
          `update import_draft set settings = jsonb_build_object('setAside', coalesce(settings -> 'setAside', '[]')) || $2,
             columns = $3, touched_at = clock_timestamp() where id = $1`,
          [id, toJson(settings), toJson(columns)],
        );
      }),

    writeCounts: async (id: string, counts: ImportCounts): Promise<void> => {
      await database.query(
        'update import_draft set counts = $2, touched_at = clock_timestamp() where id = $1',
        [id, toJson(counts)],
      );
    },

    /** @param changesetId null where the commit changed nothing */
    finish: async (id: string, changesetId: string | null, result: unknown): Promise<void> => {
      await database.query(
        `update import_draft set state = 'committed', changeset_id = $2, result = $3, touched_at = clock_timestamp()
         where id = $1 and state = 'ready'`,
        [id, changesetId, toJson(result)],
      );
    },

    /** @throws NotFound, Conflict when it is committed */
    discard: (id: string): Promise<void> =>
      database.transaction(async (session) => {
        await lockDraft(session, id);
        await session.query('delete from import_draft where id = $1', [id]);
      }),

    /** Forgets drafts that nobody touched for `importDraftDays`. @returns how many */
    sweep: async (): Promise<number> => {
      const gone = await database.query(
        `delete from import_draft where state <> 'committed'
           and touched_at < clock_timestamp() - make_interval(days => ${importDraftDays}) returning id`,
      );
      return gone.length;
    },
  };
}
