'use client';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { useCurrentProject } from '@/projects/project-frame';
import { batchOfSettingQuery } from '../queries';
import { FormFromBatch, type FormFromBatchProps } from './form-from-batch';

export interface FormFromSettingProps extends Omit<FormFromBatchProps, 'batchId'> {
  readonly settingKey: string;
}

/** The form filled in from a setting, with inputs and options of the newest batch that has it. */
export function FormFromSetting(props: FormFromSettingProps) {
  const { slug } = useCurrentProject();
  const { settingKey } = props;
  const { data, error, refetch } = useApi(batchOfSettingQuery, { slug, filter: { settingKey } });
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingPage />;
  const [job] = data.project.jobs.nodes;
  return job ? <FormFromBatch {...props} batchId={job.batch.id} /> : <NotFoundMessage />;
}
