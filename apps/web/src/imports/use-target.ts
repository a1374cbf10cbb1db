'use client';
import { useApi } from '@/graphql/hooks';
import { pipelinesQuery } from '@/pipelines/queries';
import { templatesQuery } from './queries';

/** What rows may be jobs of, and the pipeline of `pipeline:<name>` or `template:<id>`. */
export function useTarget(slug: string, target: string | null) {
  const { data: known } = useApi(pipelinesQuery, {});
  const { data: saved } = useApi(templatesQuery, { slug });
  const pipelines = known?.pipelines ?? [];
  const templates = saved?.project.templates ?? [];
  const [what, ...rest] = target?.split(':') ?? [];
  const named = rest.join(':');
  const name = what === 'template' ? templates.find(({ id }) => id === named)?.pipelineName : named;
  return { pipelines, templates, pipeline: pipelines.find((each) => each.name === name) };
}
