import type { ComparisonReport } from '@batchyard/domain';

/** Complete parameters of every setting, best first; what `batchyard run --params` takes is under `params`. */
export function parametersJson({ comparison, facts }: ComparisonReport): string {
  const { settings, varying, constant, best } = comparison;
  const parameters = {
    pipeline: facts.pipelineName,
    varying: varying.map(({ path }) => path),
    constant,
    best: best === null ? null : { setting_key: best.settingKey, params: best.params },
    settings: settings.map(({ settingKey, rank, params }) => ({ setting_key: settingKey, rank, params })),
  };
  return `${JSON.stringify(parameters, null, 2)}\n`;
}
