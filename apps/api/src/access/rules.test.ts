import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { buildSchema } from 'graphql';
import { type Service, startTestService } from '../testing/service.js';
import { type Entrance, RuleCheck } from './check-rules.js';
import { RuleGuard } from './guard.js';

let service: Service;
let entrances: Entrance[];

beforeAll(async () => {
  service = await startTestService();
  entrances = service.app.get(RuleCheck).entrances();
});
afterAll(() => service.stop());

describe('every way in', () => {
  it('has a rule', () => {
    expect(entrances.filter((entrance) => !entrance.hasRule)).toEqual([]);
  });

  it('is known to the check: all queries, mutations, subscriptions and routes', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    expect(fields.length).toBeGreaterThan(30);
    const routes = ['SignInController.useLink', 'FilesController.upload', 'FilesController.sendArtifact'];
    const objectFields = [
      'JobFieldsResolver.batch',
      'ProjectsResolver.jobs',
      'ComparisonFieldsResolver.batches',
    ];
    expect(entrances.map((entrance) => entrance.name)).toEqual(
      expect.arrayContaining([...fields, ...routes, ...objectFields]),
    );
  });

  it('is refused where it has no rule', async () => {
    const guard = new RuleGuard(new Reflector(), service.persistence);
    const forgotten = { getHandler: () => () => 'anything' } as unknown as ExecutionContext;
    await expect(guard.canActivate(forgotten)).rejects.toThrow('it has no rule');
  });
});
