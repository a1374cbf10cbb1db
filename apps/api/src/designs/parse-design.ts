import { readDesign } from '@batchyard/documents';
import { type DesignSpec, designSchema, UserError } from '@batchyard/domain';
import { invalid, problemsOfIssues } from '../graphql/problems.js';

/** @throws UserError INVALID_DESIGN with every problem */
export function parseSpec(raw: unknown): DesignSpec {
  const parsed = designSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new UserError(
    'INVALID_DESIGN',
    'The design cannot be read.',
    {},
    problemsOfIssues(parsed.error, 'spec'),
  );
}

/**
 * @param toFileIds replaces names of files by their ids; only hand-written designs have names
 * @throws UserError INVALID_DESIGN with every problem, or when not exactly one of both is given
 */
export async function readGivenDesign(
  given: { readonly spec?: unknown; readonly yaml?: string | null },
  toFileIds: (spec: DesignSpec) => Promise<DesignSpec>,
): Promise<DesignSpec> {
  const { spec, yaml } = given;
  if ((spec == null) === (yaml == null)) throw invalid('spec', 'Give exactly one of spec and yaml.');
  if (yaml == null) return parseSpec(spec);
  const read = readDesign(yaml, 'design.yaml');
  if (read.spec === null)
    throw new UserError('INVALID_DESIGN', 'The design cannot be read.', {}, read.problems);
  return toFileIds(read.spec);
}
