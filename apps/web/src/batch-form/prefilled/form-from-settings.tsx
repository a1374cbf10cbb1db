'use client';
import { isJsonObject } from '@batchyard/domain';
import { useSearchParams } from 'next/navigation';
import { presented } from '@/compare/presented';
import { comparisonQuery } from '@/compare/queries';
import { settingsBy } from '@/compare/selection/keys';
import { inputOf } from '@/compare/view/input';
import { parseView } from '@/compare/view/url-state';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { useCurrentProject } from '@/projects/project-frame';
import { batchOfSettingQuery } from '../queries';
import { FormFromBatch, type FormFromBatchProps } from './form-from-batch';

export interface FormFromSettingsProps extends Pick<FormFromBatchProps, 'pipelines' | 'optionFields'> {
  /** Beginnings of the keys of settings of the comparison that the address names as well. */
  readonly keys: readonly string[];
}

/** The form filled in with several settings of a comparison, on the inputs of the newest batch that has the first one. */
export function FormFromSettings({ keys, ...shared }: FormFromSettingsProps) {
  const { slug } = useCurrentProject();
  const search = useSearchParams();
  const { data, error, refetch } = useApi(comparisonQuery, { input: inputOf(parseView(search)) });
  const chosen = data ? settingsBy(presented(data.comparison).settings, keys) : [];
  const first = chosen[0]?.key ?? '';
  const batch = useApi(
    batchOfSettingQuery,
    { slug, filter: { settingKey: first } },
    { enabled: first !== '' },
  );
  const failed = error ?? batch.error;
  if (failed) return <Failure error={failed} retry={refetch} />;
  if (data && first === '') return <NotFoundMessage />;
  if (!data || !batch.data) return <LoadingPage />;
  const [job] = batch.data.project.jobs.nodes;
  if (!job) return <NotFoundMessage />;
  const settings = chosen.map(({ params }) => (isJsonObject(params) ? params : {}));
  return <FormFromBatch {...shared} batchId={job.batch.id} settingKey={null} settings={settings} />;
}
