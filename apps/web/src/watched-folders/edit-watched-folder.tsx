'use client';
import { useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { LoadingRows } from '@/page/loading';
import { useCurrentProject } from '@/projects/project-frame';
import { draftOf, type FolderDraft } from './folder-draft';
import { folderQuery, foldersQuery, formQuery, updateFolder, type WholeFolder } from './queries';
import { FolderForm } from './watched-folder-form';

export interface EditFolderProps {
  readonly folder: WholeFolder;
  readonly onDone: () => void;
}

/** The form with what the folder is now; whoever saves it becomes the one on whose behalf it starts batches. */
export function EditWatchedFolder({ folder, onDone }: EditFolderProps) {
  const project = useCurrentProject();
  const choices = useApi(formQuery, { slug: project.slug });
  const submit = useSubmit(updateFolder, [folderQuery, foldersQuery]);
  const [edited, setEdited] = useState<FolderDraft | null>(null);
  if (choices.data === undefined) return <LoadingRows />;
  const { id: watchedFolderId, options, templateVersion } = folder;
  return (
    <FolderForm
      choices={choices.data}
      draft={edited ?? draftOf(folder)}
      onChange={setEdited}
      isSending={submit.isPending}
      error={submit.error}
      sendLabel="Save"
      onSend={(input) =>
        submit.mutate(
          { input: { watchedFolderId, options, templateVersion, ...input } },
          { onSuccess: onDone },
        )
      }
    />
  );
}
