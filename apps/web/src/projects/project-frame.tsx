'use client';
import type { ProjectAction } from '@batchyard/domain';
import { createContext, type ReactNode, useContext } from 'react';
import { useApi } from '@/graphql/hooks';
import { NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Crumb } from '@/page/page-head';
import { type ShellData, shellQuery } from '@/shell/queries';
import { useProjectSlug } from '@/shell/use-project-slug';

type CurrentProject = ShellData['projects'][number];

const ProjectContext = createContext<CurrentProject | null>(null);

/** Gives the pages below it the project of the address; projects the visitor cannot see do not exist. */
export function ProjectFrame({ children }: { readonly children: ReactNode }) {
  const slug = useProjectSlug();
  const { data } = useApi(shellQuery, {});
  if (!data) return <LoadingPage />;
  const project = data.projects.find((entry) => entry.slug === slug);
  if (!project) return <NotFoundMessage />;
  return <ProjectContext value={project}>{children}</ProjectContext>;
}

/** The project of the address with what the visitor may do in it. */
export function useCurrentProject() {
  const project = useContext(ProjectContext);
  if (project === null) throw new Error('useCurrentProject needs a ProjectFrame above it.');
  return {
    ...project,
    /** Address of a page of this project: `at('/batches')`. */
    at: (path: string) => `/projects/${project.slug}${path}`,
    may: (action: ProjectAction) => project.allowedActions.includes(action),
    crumb: { label: project.name, href: `/projects/${project.slug}` } satisfies Crumb,
  };
}
