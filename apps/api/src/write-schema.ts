/** `npm run schema -w apps/api`: brings the committed schema up to date. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { schemaText } from './graphql/schema.js';

writeFileSync(new URL('../schema.graphql', import.meta.url), await schemaText());
