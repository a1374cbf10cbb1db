import { openPersistence, type Persistence } from '@batchyard/persistence';
import {
  type DynamicModule,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import type { WorkerSettings } from './env.js';
import { type RunningWorker, startWorker } from './worker.js';

const SETTINGS = Symbol('worker settings');
const PERSISTENCE = Symbol('persistence');

/** The worker's life inside Nest's. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('worker');
  private worker: RunningWorker | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(PERSISTENCE) private readonly store: Persistence,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.worker = await startWorker(this.settings, this.store, (text) => this.logger.warn(text));
    this.logger.log(`Worker ${this.worker.id} runs up to ${this.settings.slots} jobs at once.`);
  }

  /** May be called again with a shorter time while the first call is still waiting. */
  async stop(graceMs: number): Promise<void> {
    this.logger.log('Stopping: taking no more jobs.');
    await this.worker?.stop(graceMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

/** Far below a lease that was lost, so that a worker finds its way back soon after it was cut off. */
const statementTimeoutMs = 15_000;

@Module({})
class WorkerModule {}

/** The whole worker, ready for a standalone application context. */
export function workerModule(settings: WorkerSettings): DynamicModule {
  const { databaseUrl, queueUrl, filesDir, shares, secretsKey, slots } = settings;
  return {
    module: WorkerModule,
    providers: [
      { provide: SETTINGS, useValue: settings },
      {
        provide: PERSISTENCE,
        // Jobs write at the same time, and dispatch, rescue and heartbeats must not wait for them.
        useFactory: () =>
          openPersistence({
            databaseUrl,
            queueUrl,
            filesDir,
            shares,
            secretsKey,
            maxConnections: slots + 4,
            statementTimeoutMs,
          }),
      },
      WorkerService,
    ],
  };
}
