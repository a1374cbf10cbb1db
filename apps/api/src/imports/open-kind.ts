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
  if (target.templateId !== undefined) return templateTarget(persistence, caller, target.templateId, inputs);
  if (target.pipeline !== undefined) {
    return { pipeline: target.pipeline, params: {} as JsonObject, options: {}, inputs, sharedFiles: {} };
  }
  throw new UserError('INVALID_ARGUMENT', 'Say what the rows are jobs of: a pipeline or a template.', {
    parameter: 'target',
  });
}

/** The template in its newest version. @throws UserError where the project lacks one of its shared files */
async function templateTarget(
  { templates }: Persistence,
  caller: Caller,
  templateId: string,
  inputs: Readonly<Record<string, string>>,
): Promise<JobTarget> {
  const { name, projectId, pipelineName, params, options, files } = await templates.find(caller, templateId);
  const shared: Record<string, string[]> = {};
  for (const { input, fileId, name: file } of await templates.projectFiles(projectId, files)) {
    if (fileId === null) {
      const message = `The project has no file any more with the contents of ${file}, which the template ${name} shares.`;
      throw new UserError('UNKNOWN_FILE', message, { parameter: 'target.templateId' });
    }
    shared[input] = [...(shared[input] ?? []), fileId];
  }
  const sharedFiles = Object.fromEntries(
    Object.entries(shared).map(([input, ids]) => [input, ids.length === 1 ? (ids[0] ?? '') : ids]),
  );
  return { pipeline: pipelineName, params, options, inputs, sharedFiles };
}
