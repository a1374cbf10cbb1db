import 'reflect-metadata';
import { armFailPoint, becomeMutant } from '@batchyard/persistence';
import { NestFactory } from '@nestjs/core';
import { checkDatabase } from './check-database.js';
import { readSettings } from './env.js';
import { WorkerService, workerModule } from './worker.module.js';

try {
  const settings = readSettings();
  if (settings.faults.failPoint !== null) armFailPoint(settings.faults.failPoint);
  if (settings.faults.mutant !== null) becomeMutant(settings.faults.mutant);
  await checkDatabase(settings.databaseUrl);
  const app = await NestFactory.createApplicationContext(workerModule(settings), {
    logger: ['log', 'warn', 'error', 'fatal'],
    abortOnError: false,
  });
  const worker = app.get(WorkerService);
  // The first signal lets running jobs end, the second does not wait for them.
  let signals = 0;
  const end = async () => {
    signals++;
    await worker.stop(signals === 1 ? settings.timing.shutdownGraceMs : 0);
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end());
} catch (error) {
  console.error(`The worker cannot start: ${(error as Error).message}`);
  process.exit(1);
}
