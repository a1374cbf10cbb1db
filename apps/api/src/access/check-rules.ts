import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ruleKey } from './rules.js';

/** Metadata by which Nest knows routes and resolver methods. */
const routeKey = 'path';
const resolverTypeKey = 'graphql:resolver_type';
const resolverNameKey = 'graphql:resolver_name';
const objectFieldKey = 'graphql:resolve_property';

export interface Entrance {
  /** For people: `Query.batch`, `JobFieldsResolver.metrics` or `FilesController.upload`. */
  readonly name: string;
  readonly hasRule: boolean;
}

/** Refuses to start while any way into the service has no rule. */
@Injectable()
export class RuleCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.entrances().filter((entrance) => !entrance.hasRule);
    if (open.length === 0) return;
    const names = open.map((entrance) => entrance.name).join(', ');
    throw new Error(`No rule says who may use ${names}. Add one of access/rules.ts to each.`);
  }

  /** Every route and every resolver method, object fields included. */
  entrances(): Entrance[] {
    const wrappers = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    return wrappers.flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (typeof prototype !== 'object' || prototype === null) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((method) => entranceOf(instance.constructor, Reflect.get(prototype, method), method));
    });
  }
}

function entranceOf(owner: { readonly name: string }, handler: unknown, method: string): Entrance[] {
  if (typeof handler !== 'function') return [];
  const rootType: unknown = Reflect.getMetadata(resolverTypeKey, handler);
  const isOther = [routeKey, objectFieldKey].some((key) => Reflect.hasMetadata(key, handler));
  if (rootType === undefined && !isOther) return [];
  const field: unknown = Reflect.getMetadata(resolverNameKey, handler) ?? method;
  const name = rootType === undefined ? `${owner.name}.${method}` : `${String(rootType)}.${String(field)}`;
  return [{ name, hasRule: Reflect.hasMetadata(ruleKey, handler) }];
}
