import { UserError } from '@batchyard/domain';
import { nearestName } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { offeredPipeline } from '../pipelines/pipeline-catalog.js';
import type { NewWatchedFolder } from './watched-folder-record.js';

/**
 * Which input of its pipeline the files of a folder are.
 * @throws UserError UNKNOWN_TARGET, UNKNOWN_INPUT, MISSING_INPUT where another one that is needed has no file
 */
export async function watchedInput(
  session: Session,
  projectId: string,
  { designId, templateId, templateVersion, input, inputs }: NewWatchedFolder,
): Promise<string> {
  const [target] = await session.query<{ pipeline: string; kind: string | null; shared: string[] }>(
    `select spec->>'pipeline' as pipeline, spec->>'kind' as kind, '{}'::text[] as shared
     from design where project_id = $1 and id = $2
     union all
     select t.pipeline_name, null, array(select f->>'input' from jsonb_array_elements(v.files) f)
     from template t cross join lateral (
       select files from template_version where template_id = t.id and version = coalesce($4, version)
       order by version desc limit 1) v
     where t.project_id = $1 and t.id = $3`,
    [projectId, designId, templateId, templateVersion],
  );
  if (target?.kind === 'list') throw isList();
  const pipeline = target === undefined ? undefined : await offeredPipeline(session, target.pipeline);
  if (pipeline === undefined) {
    throw new UserError('UNKNOWN_TARGET', 'The project has no such design or template.', {
      parameter: 'target',
    });
  }
  const needed = pipeline.inputs.filter(({ optional }) => !optional).map(({ name }) => name);
  const isGiven = (name: string) => inputs[name] !== undefined || target?.shared.includes(name) === true;
  const chosen = input ?? needed.find((name) => !isGiven(name)) ?? pipeline.inputs[0]?.name ?? '';
  const names = pipeline.inputs.map(({ name }) => name);
  for (const name of [chosen, ...Object.keys(inputs)]) if (!names.includes(name)) throw unknown(name, names);
  const missing = needed.find((name) => name !== chosen && !isGiven(name));
  if (missing === undefined) return chosen;
  throw new UserError(
    'MISSING_INPUT',
    `${pipeline.title} needs ${missing} beside ${chosen}. Say which file of the project it is for all files of the folder.`,
    { input: missing },
  );
}

const isList = () =>
  new UserError(
    'UNKNOWN_TARGET',
    'The jobs of this design name their inputs themselves. Choose another design, or a template.',
    {
      parameter: 'target',
    },
  );

function unknown(name: string, names: readonly string[]): UserError {
  const nearest = nearestName(name, names);
  const hint =
    nearest === null || nearest === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${nearest}?`;
  return new UserError('UNKNOWN_INPUT', `The pipeline has no input ${JSON.stringify(name)}. ${hint}`, {
    input: name,
  });
}
