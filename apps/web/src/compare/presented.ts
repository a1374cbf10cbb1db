/** Takes in the API's answer: columns of single values become values that know their setting. */
import type { ComparisonAnswer, ComparisonData, Observation } from './queries';

export function presented(answer: ComparisonAnswer): ComparisonData {
  const { observations, settings, inputs } = answer;
  const values = observations.values.flatMap((value, index): Observation[] => {
    const setting = settings[observations.settings[index] ?? -1];
    const jobId = observations.jobIds[index];
    if (setting === undefined || jobId === undefined) return [];
    return [
      {
        settingKey: setting.key,
        jobId,
        inputLabel: inputs[observations.inputs[index] ?? -1]?.label ?? '',
        replicate: observations.replicates[index] ?? 1,
        value,
      },
    ];
  });
  return { ...answer, observations: { values, total: observations.total } };
}
