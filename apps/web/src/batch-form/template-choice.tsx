'use client';
import { Select } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useApi } from '@/graphql/hooks';
import { useCurrentProject } from '@/projects/project-frame';
import { templatesQuery } from '@/templates/queries';

/** Begins the form with a template; nothing where the project has none. */
export function TemplateChoice() {
  const project = useCurrentProject();
  const router = useRouter();
  const { data } = useApi(templatesQuery, { slug: project.slug, archived: false });
  const templates = data?.project.templates ?? [];
  if (templates.length === 0) return null;
  return (
    <Select
      size="xs"
      w={240}
      placeholder="Begin with a template"
      aria-label="Begin with a template"
      data={templates.map(({ id, name, version }) => ({ value: id, label: `${name}, version ${version}` }))}
      value={null}
      onChange={(id) => id !== null && router.push(project.at(`/batches/new?template=${id}`))}
      searchable
    />
  );
}
