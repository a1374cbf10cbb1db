import { type DesignAdditions, type InputSet, inputSetSchema, type Json, UserError } from '@batchyard/domain';
import type { DesignRecord, ExtensionRecord } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { type Batch, presentBatch } from '../batches/batches.types.js';
import { Checks } from '../checks/checks.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Design, ExtendDesignInput, ExtendDesignPayload, presentDesign } from './designs.types.js';
import { newestOptions } from './newest-options.js';

const checkMs = 60_000;

@Resolver(() => Design)
export class ExtendDesignResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly checks: Checks,
  ) {}

  @Mutation(() => ExtendDesignPayload, {
    description:
      'Saves a design with all cells of another one and more; may start a batch of exactly the new ones, with the options of the newest batch of the other design.',
  })
  @AllowIn('design', 'run', (args: { input: ExtendDesignInput }) => args.input.designId)
  async extendDesign(@CurrentIdentity() identity: Identity, @Args('input') input: ExtendDesignInput) {
    const { designs } = this.persistence;
    return orProblems(async () => {
      const former = await designs.find(identity, input.designId);
      const extension = await designs.extend(actorOf(identity), former, additionsOf(input));
      const design = await designs.find(identity, extension.designId);
      const started = input.start ? await this.start(identity, former, design, extension) : {};
      return { design: presentDesign(design), newCells: extension.newCells.size, ...started };
    }).then(withProblems);
  }

  /** What keeps the batch from starting does not take back the design, which is saved by then. */
  private async start(
    identity: Identity,
    former: DesignRecord,
    { id: designId, projectId, spec }: DesignRecord,
    { newCells: only }: ExtensionRecord,
  ): Promise<{ readonly batch?: Batch; readonly startProblems?: readonly Problem[] }> {
    const options = await newestOptions(this.persistence, former);
    const request = { projectId, designId, spec, options, name: null, only };
    try {
      const checks = this.checks.within(checkMs);
      const { batchId } = await this.persistence.batchStarts.start(actorOf(identity), request, checks);
      return { batch: presentBatch(await this.persistence.batchLists.find(identity, batchId)) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { startProblems: [savedOnly(spec.name), ...error.problems] };
    }
  }
}

function savedOnly(name: string): Problem {
  const message = `The design ${name} was saved, but its batch was not started.`;
  const fix = 'Mend what is said below, then run the saved design from its page.';
  return { code: 'NOT_STARTED', severity: 'error', message, place: {}, fix };
}

function withProblems<P extends { readonly problems: readonly Problem[] }>(
  payload: P & { readonly startProblems?: readonly Problem[] },
) {
  return { ...payload, problems: [...payload.problems, ...(payload.startProblems ?? [])] };
}

/** @throws UserError INVALID_ARGUMENT */
function additionsOf({
  addValues,
  addSamples,
  addReplicates,
  addInputs,
}: ExtendDesignInput): DesignAdditions {
  const [samples, replicates] = [addSamples ?? 0, addReplicates ?? 0];
  if (samples < 0) throw invalid('addSamples', 'Give the number of settings more than there are.');
  if (replicates < 0) throw invalid('addReplicates', 'Give the number of replicates more than there are.');
  return {
    values: (addValues ?? []).map(({ parameter, values }) => ({ parameter, values: values as Json[] })),
    samples,
    replicates,
    inputs: (addInputs ?? []).map(readInputs),
  };
}

function readInputs(raw: unknown, index: number): InputSet {
  const parsed = inputSetSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw invalid(`addInputs.${index}`, 'Give an object of input names and file ids.');
}
