'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { useCurrentProject } from '@/projects/project-frame';
import { emptyDraft, type FolderDraft } from './folder-draft';
import { createFolder, foldersQuery, formQuery } from './queries';
import { FolderForm } from './watched-folder-form';

/** Sets up a watched folder and opens its page. */
export function NewWatchedFolder() {
  const project = useCurrentProject();
  const router = useRouter();
  const [edited, setEdited] = useState<FolderDraft | null>(null);
  const choices = useApi(formQuery, { slug: project.slug });
  const submit = useSubmit(createFolder, [foldersQuery]);
  if (choices.error) return <Failure error={choices.error} retry={choices.refetch} />;
  if (choices.data === undefined) return <LoadingPage />;
  const { shares } = choices.data.project;
  return (
    <>
      <PageHead
        title="Watch a folder"
        crumbs={[project.crumb, { label: 'Watched folders', href: project.at('/watched-folders') }]}
        description="Runs new files of a folder on your behalf, as long as you may run batches here. Files that lie there already count as new."
      />
      <FolderForm
        choices={choices.data}
        draft={edited ?? emptyDraft(shares.length === 1 ? (shares[0] ?? '') : '')}
        onChange={setEdited}
        isSending={submit.isPending}
        error={submit.error}
        sendLabel="Watch"
        onSend={(input) =>
          submit.mutate(
            { input: { projectSlug: project.slug, ...input } },
            {
              onSuccess: ({ createWatchedFolder: { watchedFolder } }) =>
                watchedFolder && router.push(project.at(`/watched-folders/${watchedFolder.id}`)),
            },
          )
        }
      />
    </>
  );
}
