'use client';
import { isJsonObject } from '@batchyard/domain';
import { SaveTemplate as SaveDraft } from '@/templates/save-template';
import type { ComparisonData, Setting } from '../queries';
import { settingText } from '../settings';
import { pipelineOf } from '../sources/sources';

export interface SaveTemplateProps {
  readonly comparison: ComparisonData;
  readonly setting: Setting;
}

/** Keeps all parameters of a setting under a name, for later batches. */
export function SaveTemplate({ comparison, setting }: SaveTemplateProps) {
  const pipeline = pipelineOf(comparison);
  if (pipeline === null) return null;
  const draft = {
    pipelineName: pipeline.name,
    params: isJsonObject(setting.params) ? setting.params : {},
    options: {},
    files: [],
    varied: [],
  };
  return (
    <SaveDraft draft={draft} about={<>All parameters of {settingText(setting, comparison.varying)}.</>} />
  );
}
