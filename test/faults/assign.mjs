/** Carries out one assignment as a process of its own and tells how far it is: node assign.mjs < options.json */
import { json } from 'node:stream/consumers';
import { openPersistence } from '../../libs/persistence/dist/index.js';

const { databaseUrl, filesDir, actor, projectId, assignments } = await json(process.stdin);
const store = await openPersistence({ databaseUrl, filesDir, maxConnections: 2 });
await store.annotations.assign(actor, projectId, assignments, (done) => process.stdout.write(`${done}\n`));
await store.close();
