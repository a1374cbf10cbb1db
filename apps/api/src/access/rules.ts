/**
 * Who may do what, said on every resolver method and route. Without a rule nothing is allowed: the guard refuses it,
 * and the service does not even start (see `check-rules.ts`).
 */
import type { ProjectAction } from '@batchyard/domain';
import type { ProjectSubject } from '@batchyard/persistence';
import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export type Rule =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signed_in'; readonly credential: 'any' | 'session' }
  | { readonly kind: 'administrator' }
  | {
      readonly kind: 'project';
      readonly action: ProjectAction;
      readonly subject: ProjectSubject;
      /** Slug of a project, else an id. */
      readonly keyOf: (args: never) => string;
    }
  | { readonly kind: 'parent' };

export const ruleKey = 'batchyard:rule';
const allow = (rule: Rule): CustomDecorator => SetMetadata(ruleKey, rule);

/** No sign-in needed. */
export const AllowAnyone = () => allow({ kind: 'anyone' });

/**
 * Any signed-in caller. What is read must be read through a store function that takes the caller.
 * @param credential `session`: not with an access token, because a stolen token must not make itself permanent
 */
export const AllowSignedIn = (credential: 'any' | 'session' = 'any') =>
  allow({ kind: 'signed_in', credential });

export const AllowAdministrator = () => allow({ kind: 'administrator' });

/**
 * Callers whose role in the project allows the action. To others who may not even read, the thing does not exist.
 * @param subject what `keyOf` takes from the arguments: a slug for `project`, else an id
 */
export const AllowIn = <Args>(
  subject: ProjectSubject,
  action: ProjectAction,
  keyOf: (args: Args) => string,
) => allow({ kind: 'project', action, subject, keyOf });

/** A field of an object that the caller has reached: it may only read what belongs to that object. */
export const AllowThroughParent = () => allow({ kind: 'parent' });
