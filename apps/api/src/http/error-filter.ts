import { UserError } from '@batchyard/domain';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { extensionsOf, maskError } from '../graphql/format-error.js';

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY_ATTEMPTS: 429,
  OUT_OF_SPACE: 507,
  BAD_REQUEST: 400,
};

/** Errors of plain HTTP routes as `{code, message, problems}`; those of GraphQL go on to `formatError`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<'http' | 'graphql'>() === 'graphql') return error;
    answer(error, host);
    return undefined;
  }
}

function answer(error: unknown, host: ArgumentsHost): void {
  const response = host.switchToHttp().getResponse<Response>();
  if (response.headersSent) {
    response.destroy();
  } else if (error instanceof UserError) {
    const { code, problems } = extensionsOf(error);
    response.status(statuses[code] ?? 400).json({ code, message: error.message, problems });
  } else if (error instanceof HttpException) {
    response.status(error.getStatus()).json({ code: 'BAD_REQUEST', message: error.message, problems: [] });
  } else {
    const { message, extensions } = maskError(error);
    response.status(500).json({ code: extensions.code, message, problems: [] });
  }
}
