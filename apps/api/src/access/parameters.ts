/** What resolvers and routes learn about their caller. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Unauthenticated } from './errors.js';
import { callOf, grantedAccess } from './guard.js';

/** The `Identity` of the caller; only under rules that need a sign-in. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { identity } = callOf(context);
  if (identity === null) throw new Unauthenticated();
  return identity;
});

/** The `ProjectAccess` that the call's `@AllowIn` rule has checked. */
export const CurrentProject = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  grantedAccess(callOf(context)),
);
