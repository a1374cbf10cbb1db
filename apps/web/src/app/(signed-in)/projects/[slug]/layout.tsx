import type { ReactNode } from 'react';
import { ProjectFrame } from '@/projects/project-frame';

export default function ProjectLayout({ children }: { readonly children: ReactNode }) {
  return <ProjectFrame>{children}</ProjectFrame>;
}
