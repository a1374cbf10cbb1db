import type { JsonObject } from '@batchyard/domain';
import { UserError } from '@batchyard/domain';
import type { Actor, Caller, ImportKind } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { annotationHandler } from './kinds/annotations.js';
import { type JobTarget, jobHandler } from './kinds/jobs.js';
import type { KindHandler } from './kinds/kind-handler.js';
import { subjectHandler } from './kinds/subjects.js';

/** Names what the rows of a batch or design are jobs of: one of both. */
export interface ImportTarget {
  readonly pipeline?: string;
  readonly templateId?: string;
  /** Files of the project by input, for all rows that name none themselves. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * What is particular to the kind, in this project as it is now.
 * @throws UserError where the target does not name a pipeline; NotFound for a template of another project
 */
export async function openKind(
  persistence: Persistence,
  caller: Caller & { readonly actor: Actor },
  projectId: string,
  kind: ImportKind,
  target: ImportTarget,
): Promise<KindHandler> {
  switch (kind) {
    case 'annotations':
      return annotationHandler(persistence, caller.actor, projectId);
    case 'subjects':
      return subjectHandler(persistence, caller.actor, projectId);
    case 'batch':
    case 'design':
      return jobHandler(persistence, kind, projectId, await jobTarget(persistence, caller, target));
  }
}

async function jobTarget(persistence: Persistence, caller: Caller, target: ImportTarget): Promise<JobTarget> {
  const { inputs = {} } = target;
  if (target.templateId !== undefined) {
    const { pipelineName, params } = await persistence.templates.find(caller, target.templateId);
    return { pipeline: pipelineName, params, inputs };
  }
  if (target.pipeline !== undefined) return { pipeline: target.pipeline, params: {} as JsonObject, inputs };
  throw new UserError('INVALID_ARGUMENT', 'Say what the rows are jobs of: a pipeline or a template.', {
    parameter: 'target',
  });
}
