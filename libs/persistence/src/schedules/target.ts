/** What runs by itself starts: a design or a template as it is at that moment, on behalf of whoever set it up. */
import {
  type DesignSpec,
  designSchema,
  type InputReference,
  type JsonObject,
  roleAllows,
  type TemplateContents,
  UserError,
} from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { type Caller, projectAccess } from '../projects/access.js';
import { findSharedFiles } from '../templates/shared-files.js';

/** Exactly one of design and template. */
export interface TargetKey {
  readonly designId: string | null;
  readonly templateId: string | null;
  /** null: the newest. */
  readonly templateVersion: number | null;
}

export interface Target {
  readonly pipeline: string;
  /** Of the template. */
  readonly options: JsonObject;
  /** Inputs that all jobs have: the shared files of the template. */
  readonly shared: InputReference;
  /** @param inputs null: those of the design itself */
  designOf(inputs: readonly InputReference[] | null): DesignSpec;
}

/** @param name of the design that a template becomes @throws UserError TARGET_GONE */
export async function readTarget(
  session: Session,
  { designId, templateId, templateVersion }: TargetKey,
  name: string,
): Promise<Target> {
  if (designId !== null) {
    const [design] = await session.query<{ spec: DesignSpec }>('select spec from design where id = $1', [
      designId,
    ]);
    if (design === undefined) throw gone('design');
    const { spec } = design;
    const designOf: Target['designOf'] = (inputs) =>
      inputs === null ? spec : { ...spec, inputs: [...inputs] };
    return { pipeline: spec.pipeline, options: {}, shared: {}, designOf };
  }
  const [template] = await session.query<TemplateContents & { pipeline: string; projectId: string }>(
    `select t.pipeline_name as pipeline, t.project_id as "projectId", v.params, v.options, v.files
     from template t join template_version v on v.template_id = t.id
     where t.id = $1 and v.version = coalesce($2, v.version) order by v.version desc limit 1`,
    [templateId, templateVersion],
  );
  if (template === undefined) throw gone(templateVersion === null ? 'template' : 'version of the template');
  const { pipeline, params, options } = template;
  const shared = await sharedInputs(session, template.projectId, template.files);
  const designOf: Target['designOf'] = (inputs) =>
    designSchema.parse({
      pipeline,
      params,
      name,
      inputs: (inputs ?? [{}]).map((set) => ({ ...shared, ...set })),
    });
  return { pipeline, options, shared, designOf };
}

/** @throws UserError SHARED_FILE_GONE */
async function sharedInputs(
  session: Session,
  projectId: string,
  files: TemplateContents['files'],
): Promise<InputReference> {
  const shared: Record<string, string | string[]> = {};
  for (const { input, name, fileId } of await findSharedFiles(session, projectId, files)) {
    if (fileId === null) {
      throw new UserError(
        'SHARED_FILE_GONE',
        `The project has no file any more with the contents of ${name}, which the template shares.`,
        { input },
      );
    }
    const before = shared[input];
    shared[input] = before === undefined ? fileId : [before, fileId].flat();
  }
  return shared;
}

const gone = (what: string) => new UserError('TARGET_GONE', `The ${what} is gone. Choose another one.`);

/** @param what such as `schedule` @throws UserError NOT_ALLOWED_ANY_MORE */
export async function requireOwner(
  session: Session,
  { projectId, createdById }: { readonly projectId: string; readonly createdById: string | null },
  what: string,
): Promise<void> {
  const [owner] = await session.query<Caller>(
    `select id as "userId", is_administrator as "isAdministrator" from app_user where id = $1 and disabled_at is null`,
    [createdById],
  );
  const [project] = await session.query<{ slug: string }>('select slug from project where id = $1', [
    projectId,
  ]);
  const access = owner && project ? await projectAccess(session, owner, 'project', project.slug) : null;
  if (access !== null && roleAllows(access.role, 'run')) return;
  throw new UserError(
    'NOT_ALLOWED_ANY_MORE',
    `Whoever set up this ${what} may no longer run batches in this project. Somebody who may has to save it again.`,
  );
}
