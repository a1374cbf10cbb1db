import { NotFound, roleAllows } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Forbidden, Unauthenticated } from './errors.js';
import type { Identity } from './identity.js';
import type { ApiRequest } from './request.js';
import { type Rule, ruleKey } from './rules.js';

/** One call of a resolver or route, whichever it is. */
export interface Call {
  readonly identity: Identity | null;
  readonly args: object;
  readonly isWrite: boolean;
}

/**
 * What the guard has found for a call, by its arguments object: every field of an operation has its own, so that one
 * field can never act with the access that was checked for another.
 */
const granted = new WeakMap<object, ProjectAccess>();

export function callOf(context: ExecutionContext): Call {
  if (context.getType<'http' | 'graphql'>() === 'graphql') {
    const graphql = GqlExecutionContext.create(context);
    const { identity } = graphql.getContext<{ identity: Identity | null }>();
    const isWrite = graphql.getInfo<GraphQLResolveInfo>().operation.operation === 'mutation';
    return { identity, args: graphql.getArgs<object>(), isWrite };
  }
  const request = context.switchToHttp().getRequest<ApiRequest>();
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  return { identity: request.identity, args: request.params, isWrite };
}

/** The project that the rule of the running call was checked for. */
export function grantedAccess(call: Call): ProjectAccess {
  const access = granted.get(call.args);
  if (access === undefined)
    throw new Error('This call has no project rule, so no project was checked for it.');
  return access;
}

/** Decides every call by its rule; refuses calls without one. */
@Injectable()
export class RuleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<Rule | undefined>(ruleKey, context.getHandler());
    if (rule === undefined) throw new Forbidden('Nobody may do this: it has no rule.');
    if (rule.kind === 'anyone' || rule.kind === 'parent') return true;
    const call = callOf(context);
    const identity = requireIdentity(call);
    if (rule.kind === 'signed_in') requireCredential(identity, rule.credential);
    if (rule.kind === 'administrator' && !identity.isAdministrator) {
      throw new Forbidden('Only administrators may do this.');
    }
    if (rule.kind === 'project') granted.set(call.args, await this.requireAccess(rule, identity, call.args));
    return true;
  }

  private async requireAccess(
    rule: Extract<Rule, { kind: 'project' }>,
    identity: Identity,
    args: object,
  ): Promise<ProjectAccess> {
    const access = await this.persistence.projects.access(identity, rule.subject, rule.keyOf(args as never));
    if (access === null) throw new NotFound(`The ${rule.subject.replace('_', ' ')}`);
    if (!roleAllows(access.role, rule.action)) {
      throw new Forbidden(`Your role in this project, ${access.role}, does not allow this (${rule.action}).`);
    }
    return access;
  }
}

function requireIdentity({ identity, isWrite }: Call): Identity {
  if (identity === null) throw new Unauthenticated();
  if (isWrite && identity.credential.kind === 'token' && identity.credential.scope === 'read') {
    throw new Forbidden('This access token may only read. Use one with the scope write.');
  }
  return identity;
}

function requireCredential(identity: Identity, credential: 'any' | 'session'): void {
  if (credential === 'session' && identity.credential.kind !== 'session') {
    throw new Forbidden('This needs a sign-in with the browser; an access token does not do.');
  }
}
