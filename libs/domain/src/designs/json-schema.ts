import type { Json } from '@batchyard/pipelines';
import { z } from 'zod';

/** Any JSON value. (Zod's own JSON type is mutable; ours is not.) */
export const json = z.json() as unknown as z.ZodType<Json, Json>;

/** Free facts of the user (subject, session, condition …), stored and returned unchanged. */
export const metadataSchema = z.record(z.string(), json);
