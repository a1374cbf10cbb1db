'use client';
import { Alert, Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArchive, IconDownload, IconPlayerPlay, IconRestore } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { pipelinesQuery } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { CopyLaunchLink } from './copy-launch-link';
import {
  archiveTemplate,
  restoreTemplate,
  templateQuery,
  templatesQuery,
  type WholeTemplate,
} from './queries';
import { RenameTemplate } from './rename-template';
import { VersionContents } from './version-contents';
import { VersionDiff } from './version-diff';
import { VersionTable } from './version-table';

/** One template: what a version holds, how versions differ, and what can be done with them. */
export function TemplatePage({ id }: { readonly id: string }) {
  const project = useCurrentProject();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data, error, refetch } = useApi(templateQuery, { id }, { keepPrevious: true });
  const pipelines = useApi(pipelinesQuery, {});
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { template } = data;
  const version = template.versions.find((each) => each.version === chosen) ?? template.versions[0];
  const pipeline = pipelines.data?.pipelines.find(({ name }) => name === template.pipelineName);
  if (version === undefined) return <LoadingPage />;
  return (
    <>
      <PageHead
        title={template.name}
        crumbs={[project.crumb, { label: 'Templates', href: project.at('/templates') }]}
        description={`For ${pipeline?.title ?? template.pipelineName}, version ${template.version} is the newest.`}
        actions={<Actions template={template} version={version.version} />}
      />
      <Stack gap="md">
        {template.archivedAt !== null && (
          <Alert color="yellow" variant="light" title="Archived">
            It is not offered for new batches. Schedules that start it go on. Restore it to use it again.
          </Alert>
        )}
        <Panel title="Versions">
          <VersionTable versions={template.versions} shown={version.version} onShow={setChosen} />
        </Panel>
        <VersionContents version={version} pipeline={pipeline} />
        {template.versions.length > 1 && (
          <VersionDiff key={version.version} template={template} shown={version.version} />
        )}
      </Stack>
    </>
  );
}

interface ActionsProps {
  readonly template: WholeTemplate;
  /** The one that is shown. */
  readonly version: number;
}

function Actions({ template, version }: ActionsProps) {
  const project = useCurrentProject();
  const isNewest = version === template.version;
  const address = `/batches/new?template=${template.id}${isNewest ? '' : `&version=${version}`}`;
  const isOffered = template.archivedAt === null;
  return (
    <>
      {project.may('run') && isOffered && (
        <>
          <Button
            component={Link}
            href={project.at(address)}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            New batch
          </Button>
          <CopyLaunchLink path={project.at(`/batches/new?template=${template.id}&version=${version}`)} />
        </>
      )}
      <Button
        component="a"
        href={`/templates/${template.id}/file?version=${version}`}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Export
      </Button>
      {project.may('edit') && (
        <>
          <RenameTemplate template={template} />
          <ArchiveButton template={template} />
        </>
      )}
    </>
  );
}

function ArchiveButton({ template }: { readonly template: WholeTemplate }) {
  const isArchived = template.archivedAt !== null;
  const refresh = [templateQuery, templatesQuery];
  const archive = useSubmit(archiveTemplate, refresh);
  const restore = useSubmit(restoreTemplate, refresh);
  const input = { templateId: template.id };
  const told = (what: string) => ({
    onSuccess: () => void notifications.show({ message: `${what} “${template.name}”.` }),
    onError: (error: Error) => void notifications.show({ color: 'red', message: error.message }),
  });
  return (
    <Button
      variant="default"
      loading={archive.isPending || restore.isPending}
      leftSection={isArchived ? <IconRestore size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
      onClick={() =>
        isArchived ? restore.mutate({ input }, told('Restored')) : archive.mutate({ input }, told('Archived'))
      }
    >
      {isArchived ? 'Restore' : 'Archive'}
    </Button>
  );
}
