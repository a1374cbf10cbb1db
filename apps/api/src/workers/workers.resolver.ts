import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { WorkerInfo } from './workers.types.js';

@Resolver(() => WorkerInfo)
export class WorkersResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [WorkerInfo], { description: 'Those that run or were heard of in the last day.' })
  @AllowSignedIn()
  workers(): Promise<WorkerInfo[]> {
    return this.persistence.workers.list();
  }
}
