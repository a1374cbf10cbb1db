import { NotFound, UserError } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import type { FrameSize, ScaffoldInspection } from '@batchyard/pipelines';
import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import type { ScaffoldSource } from './messages.js';
import { River } from './river.js';
import { CheckScaffoldInput, presentInspection, ScaffoldCheck } from './scaffolds.types.js';

const maxPixels = 100;
/** As JSON text. */
const maxCharacters = 2_000_000;

@Resolver(() => ScaffoldCheck)
export class ScaffoldsResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(River) private readonly river: River,
  ) {}

  @Query(() => ScaffoldCheck, {
    description: 'Checks a scaffold of a river site, whole or in the making; nothing is written.',
  })
  @AllowIn('project', 'read', (args: { input: CheckScaffoldInput }) => args.input.projectSlug)
  async checkScaffold(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CheckScaffoldInput,
  ): Promise<ScaffoldCheck> {
    const pixels = readPixels(input.pixels ?? []);
    const { source, fileName } = await this.sourceOf(identity, projectId, input);
    const question = { fileName, waterLevel: input.waterLevel ?? null, pixels };
    const frameSize = readFrameSize(input.frameSize ?? null);
    return presentInspection(await this.river.inspect({ source, question, frameSize }).catch(asProblems));
  }

  private async sourceOf(
    identity: Identity,
    projectId: string,
    { scaffold, fileId }: CheckScaffoldInput,
  ): Promise<{ readonly source: ScaffoldSource; readonly fileName: string }> {
    if ((scaffold == null) === (fileId == null)) {
      throw new UserError('BAD_REQUEST', 'Give either scaffold or fileId.', { parameter: 'scaffold' });
    }
    if (fileId == null) return { source: { text: readText(scaffold) }, fileName: 'scaffold.json' };
    const file = await this.persistence.files.find(identity, fileId);
    if (file.projectId !== projectId) throw new NotFound('The file');
    const path = this.persistence.blobs.pathOf(file.sha256);
    return { source: { file: { path, name: file.name } }, fileName: file.name };
  }
}

function readText(scaffold: unknown): string {
  const text = JSON.stringify(scaffold);
  if (text.length <= maxCharacters) return text;
  const message = `The scaffold has ${text.length} characters: expected at most ${maxCharacters}.`;
  throw new UserError('BAD_REQUEST', message, { parameter: 'scaffold' });
}

function readPixels(pixels: readonly (readonly number[])[]): [number, number][] {
  const pairs = pixels.flatMap(([u, v, ...more]) =>
    u === undefined || v === undefined || more.length > 0 ? [] : [[u, v] as [number, number]],
  );
  if (pairs.length === pixels.length && pairs.length <= maxPixels) return pairs;
  const message = `pixels must be at most ${maxPixels} pairs [u, v].`;
  throw new UserError('BAD_REQUEST', message, { parameter: 'pixels' });
}

/** No camera has more pixels along a side. */
const maxFramePx = 65_536;

function readFrameSize(size: readonly number[] | null): FrameSize | null {
  if (size === null) return null;
  const [widthPx = 0, heightPx = 0, ...more] = size;
  const isSize = more.length === 0 && [widthPx, heightPx].every((side) => side >= 1 && side <= maxFramePx);
  if (isSize) return { widthPx, heightPx };
  const message = `frameSize must be width and height, from 1 to ${maxFramePx} pixels.`;
  throw new UserError('BAD_REQUEST', message, { parameter: 'frameSize' });
}

/** What cannot be read at all has problems and nothing else. */
function asProblems(error: unknown): ScaffoldInspection {
  if (!(error instanceof UserError)) throw error;
  return {
    problems: error.problems,
    file: null,
    method: null,
    fitError: null,
    checkError: null,
    places: [],
    sectionLine: [],
    searchLines: [],
    searchWindows: [],
    water: null,
    levelProblems: [],
  };
}
