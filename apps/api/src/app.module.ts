import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule, MetadataScanner } from '@nestjs/core';
import { RuleCheck } from './access/check-rules.js';
import { RuleGuard } from './access/guard.js';
import { Watcher } from './access/watcher.js';
import { AnnotationsController } from './annotations/annotations.controller.js';
import { Checks } from './checks/checks.js';
import { ComparisonReportsController } from './comparison-reports/comparison-reports.controller.js';
import type { ApiSettings } from './env.js';
import { ExportsController } from './exports/exports.controller.js';
import { FilesController } from './files/files.controller.js';
import { ApiGraphqlModule } from './graphql/graphql.module.js';
import { HealthController } from './health/health.controller.js';
import { ErrorFilter } from './http/error-filter.js';
import { PublicAddress } from './http/public-address.js';
import { ImportFilesController } from './imports/import-files.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { Imports } from './imports/imports.js';
import { persistenceModule } from './persistence.module.js';
import { ReportsController } from './reports/reports.controller.js';
import { resolvers } from './resolvers.js';
import { River } from './river/river.js';
import { VideosController } from './river/videos.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { TemplatesController } from './templates/templates.controller.js';

@Module({})
class AppModule {}

/** Everything that the service is made of. */
export function appModule(settings: ApiSettings): DynamicModule {
  return {
    module: AppModule,
    imports: [persistenceModule(settings), ApiGraphqlModule, DiscoveryModule],
    controllers: [
      AnnotationsController,
      ComparisonReportsController,
      ExportsController,
      FilesController,
      HealthController,
      ImportFilesController,
      ImportsController,
      ReportsController,
      SignInController,
      TemplatesController,
      VideosController,
    ],
    providers: [
      ...resolvers,
      Checks,
      Imports,
      MetadataScanner,
      PublicAddress,
      River,
      RuleCheck,
      Watcher,
      { provide: APP_GUARD, useClass: RuleGuard },
      { provide: APP_FILTER, useClass: ErrorFilter },
    ],
  };
}
