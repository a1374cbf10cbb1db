/** Submits one batch as a process of its own, which a fail point may end: node submit.mjs <options as JSON> */
import { armFailPoint, openPersistence } from '../../libs/persistence/dist/index.js';

const { databaseUrl, filesDir, batch, failPoint } = JSON.parse(process.argv[2] ?? '{}');
if (failPoint) armFailPoint(failPoint);
const store = await openPersistence({ databaseUrl, filesDir, maxConnections: 2 });
const { batchId } = await store.batches.create(batch);
process.stdout.write(batchId);
await store.close();
