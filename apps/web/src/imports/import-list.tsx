'use client';
import { Button } from '@mantine/core';
import { IconTableImport } from '@tabler/icons-react';
import Link from 'next/link';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { ImportTable } from './import-table';
import { importsQuery } from './queries';

/** Sheets that were imported, and the visitor's own drafts. */
export function ImportList() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(
    importsQuery,
    { slug: project.slug },
    { refetchIntervalMs: 15_000 },
  );
  const begin = project.may('edit') && (
    <Button
      component={Link}
      href={project.at('/imports/new')}
      leftSection={<IconTableImport size={16} aria-hidden />}
    >
      Import a sheet
    </Button>
  );
  const imports = data?.project.imports;
  return (
    <>
      <PageHead
        title="Imports"
        crumbs={[project.crumb]}
        description="Spreadsheets on their way in. Drafts are yours alone and kept for 7 days after you touched them."
        actions={begin}
      />
      <Panel>
        {error && !imports ? (
          <Failure error={error} retry={refetch} />
        ) : !imports ? (
          <LoadingRows />
        ) : imports.length === 0 ? (
          <Empty title="No sheet imported yet" action={begin}>
            Annotations, subjects, jobs of a batch or the list of a design can come from Excel, OpenDocument
            or CSV. You see what each row would do before anything is written.
          </Empty>
        ) : (
          <ImportTable imports={imports} />
        )}
      </Panel>
    </>
  );
}
