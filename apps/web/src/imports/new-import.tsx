'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { Empty } from '@/page/empty';
import { PageHead } from '@/page/page-head';
import { useCurrentProject } from '@/projects/project-frame';
import { kindFrom } from './kinds';
import { Rail } from './rail';
import { SourceStep } from './steps/source-step';
import { WizardFrame } from './wizard-frame';

/** Begins an import: `?kind=` and `?pipeline=` of the address are chosen already. */
export function NewImport() {
  const project = useCurrentProject();
  const router = useRouter();
  const search = useSearchParams();
  if (!project.may('edit')) {
    return (
      <Empty title="You may look, but not import">
        Importing sheets takes the role editor in this project. Ask one of its maintainers.
      </Empty>
    );
  }
  return (
    <>
      <PageHead
        title="Import a sheet"
        crumbs={[project.crumb, { label: 'Imports', href: project.at('/imports') }]}
        description="From a spreadsheet into the project. Nothing is written before you have seen what it will do, and it can be undone."
      />
      <WizardFrame rail={<Rail current="source" notes={{}} onStep={null} />}>
        <SourceStep
          slug={project.slug}
          initialKind={kindFrom(search.get('kind'))}
          initialPipeline={search.get('pipeline')}
          onBegun={(id) => router.replace(project.at(`/imports/${id}`))}
        />
      </WizardFrame>
    </>
  );
}
