import type { ComparisonReport } from '@batchyard/domain';

/** A shell script that computes the designs of a bundle again with the `batchyard` command. */
export function replayScript(
  { facts }: ComparisonReport,
  designs: readonly { readonly label: string; readonly path: string }[],
): string {
  const versions = [...new Set(facts.sources.map(({ pipelineVersion }) => pipelineVersion))].sort();
  const lines = designs.map(({ label, path }) => `batchyard sweep ${path} --output replay/${label}`);
  const single = facts.sources.length - designs.length;
  return `#!/bin/sh
# Computes this comparison again. Needs the batchyard command with ${facts.pipelineName} ${versions.join(' or ')},
# and the input files in the folder inputs under the names in inputs.sha256, which are checked first.
set -eu
cd "$(dirname "$0")"
if [ -s inputs.sha256 ]; then sha256sum --check inputs.sha256; fi
mkdir -p replay
${lines.length === 0 ? 'echo "No design stands behind these jobs; parameters.json has their parameters."' : lines.join('\n')}
${single > 0 && lines.length > 0 ? `echo "Single jobs are not computed again; parameters.json has their parameters."\n` : ''}`;
}
