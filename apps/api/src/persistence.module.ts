import { openPersistence, type Persistence } from '@batchyard/persistence';
import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ApiSettings } from './env.js';

export type { Persistence };

/** The stores; inject with `@Inject(PERSISTENCE)`. */
export const PERSISTENCE = Symbol('persistence');
/** The service's settings; inject with `@Inject(SETTINGS)`. */
export const SETTINGS = Symbol('settings');

@Injectable()
class PersistenceCloser implements OnApplicationShutdown {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}
  onApplicationShutdown(): Promise<void> {
    return this.persistence.close();
  }
}

@Global()
@Module({})
class PersistenceModule {}

export function persistenceModule(settings: ApiSettings): DynamicModule {
  return {
    module: PersistenceModule,
    providers: [
      { provide: SETTINGS, useValue: settings },
      { provide: PERSISTENCE, useFactory: () => openPersistence(settings) },
      PersistenceCloser,
    ],
    exports: [SETTINGS, PERSISTENCE],
  };
}
