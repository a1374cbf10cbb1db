import { toJson } from '../database/json.js';
import type { Database } from '../database/session.js';
import type { ImportKind, RememberedMapping } from './import-record.js';

/** How sheets of equal headings were understood, so that it need not be said again. */
export function rememberedMappings(database: Database) {
  return {
    recallMapping: async (
      projectId: string,
      kind: ImportKind,
      fingerprint: string,
    ): Promise<RememberedMapping | null> => {
      const [mapping] = await database.query<RememberedMapping>(
        `select fields, settings, updated_at as "updatedAt" from import_mapping
         where project_id = $1 and kind = $2 and fingerprint = $3`,
        [projectId, kind, fingerprint],
      );
      return mapping ?? null;
    },

    rememberMapping: async (
      projectId: string,
      kind: ImportKind,
      fingerprint: string,
      { fields, settings }: Omit<RememberedMapping, 'updatedAt'>,
    ): Promise<void> => {
      await database.query(
        `insert into import_mapping (project_id, kind, fingerprint, fields, settings) values ($1, $2, $3, $4, $5)
         on conflict (project_id, kind, fingerprint)
         do update set fields = excluded.fields, settings = excluded.settings, updated_at = clock_timestamp()`,
        [projectId, kind, fingerprint, toJson(fields), toJson(settings)],
      );
    },
  };
}
