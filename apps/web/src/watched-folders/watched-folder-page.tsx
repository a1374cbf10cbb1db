'use client';
import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { request } from '@/graphql/client';
import { keyOf, useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { LookBadge } from '@/states/state-badge';
import { EditWatchedFolder } from './edit-watched-folder';
import { placeOf, statusLooks } from './looks';
import {
  folderQuery,
  foldersQuery,
  pauseFolder,
  removeFolder,
  resumeFolder,
  type WholeFolder,
} from './queries';
import { SeenFiles } from './seen-files';

/** One watched folder: how it is, and every file that was seen in it. */
export function WatchedFolderPage({ id }: { readonly id: string }) {
  const project = useCurrentProject();
  const router = useRouter();
  const [opened, setOpened] = useState<'edit' | 'remove' | null>(null);
  const { data, error, refetch } = useApi(
    folderQuery,
    { id },
    { refetchIntervalMs: 5_000, keepPrevious: true },
  );
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const folder = data.watchedFolder;
  return (
    <>
      <PageHead
        title={folder.name}
        crumbs={[project.crumb, { label: 'Watched folders', href: project.at('/watched-folders') }]}
        description={<Facts folder={folder} designHref={(design) => project.at(`/designs/${design}`)} />}
        actions={
          project.may('run') && (
            <Actions folder={folder} onEdit={() => setOpened('edit')} onRemove={() => setOpened('remove')} />
          )
        }
      />
      <Stack gap="md">
        <Trouble folder={folder} />
        <Panel title="How it is done">
          <Rules folder={folder} />
        </Panel>
        <Panel title="Files seen">
          <SeenFiles id={id} counts={folder.counts} />
        </Panel>
      </Stack>
      <Modal
        opened={opened === 'edit'}
        onClose={() => setOpened(null)}
        title={`Edit ${folder.name}`}
        size="xl"
      >
        <EditWatchedFolder folder={folder} onDone={() => setOpened(null)} />
      </Modal>
      <Modal
        opened={opened === 'remove'}
        onClose={() => setOpened(null)}
        title={`Stop watching ${folder.name}?`}
      >
        <RemoveFolder id={id} onDone={() => router.push(project.at('/watched-folders'))} />
      </Modal>
    </>
  );
}

interface FactsProps {
  readonly folder: WholeFolder;
  readonly designHref: (id: string) => string;
}

function Facts({ folder, designHref }: FactsProps) {
  const { design, template, templateVersion, owner } = folder;
  return (
    <>
      <code>{placeOf(folder)}</code>, starts{' '}
      {design ? (
        <Anchor component={Link} href={designHref(design.id)} size="sm">
          {design.name}
        </Anchor>
      ) : (
        `the template ${template?.name ?? ''}${templateVersion === null ? '' : ` in version ${templateVersion}`}`
      )}
      , on behalf of {owner?.name ?? 'nobody any more'}.
    </>
  );
}

const troubleTitles: Readonly<Partial<Record<WholeFolder['status'], string>>> = {
  away: 'The folder cannot be read at the moment',
  blocked: 'No batch can be started',
  unwatched: 'No worker looks into this folder',
};

function Trouble({ folder: { status, problem, awaySince, share } }: { readonly folder: WholeFolder }) {
  const title = troubleTitles[status];
  if (title === undefined) return null;
  return (
    <Alert color={status === 'away' ? 'yellow' : 'red'} variant="light" title={title}>
      {status === 'unwatched'
        ? `A worker has to run with the share ${share} in its variable SHARES.`
        : `${problem ?? ''} `}
      {status === 'away' && 'What was seen is kept, and watching goes on when it is back.'}
      {awaySince && (
        <>
          {' Away since '}
          <RelativeTime at={awaySince} />.
        </>
      )}
    </Alert>
  );
}

function Rules({ folder }: { readonly folder: WholeFolder }) {
  const { status, lookedAt, patterns, recursive, doneSuffix, stableS, quietS, longestWaitS, pollS, input } =
    folder;
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <LookBadge look={statusLooks[status]} />
        <Text size="sm" c="dimmed">
          {lookedAt ? (
            <>
              Last look <RelativeTime at={lookedAt} />, every {spanText(pollS)}
            </>
          ) : (
            'Not looked into yet'
          )}
        </Text>
      </Group>
      <Text size="sm">
        {patterns.length === 0 ? 'Every file' : `Files named ${patterns.join(' or ')}`}
        {recursive ? ', in folders below too,' : ''} is taken as <code>{input}</code>{' '}
        {doneSuffix === null
          ? `once it has not changed for ${spanText(stableS)}`
          : `once a file of its name and ${doneSuffix} lies beside it`}
        . A batch starts when nothing came for {spanText(quietS)}, at the latest after{' '}
        {spanText(longestWaitS)}.
      </Text>
    </Stack>
  );
}

/** Seconds as people chose them. */
const spanText = (seconds: number) => (seconds < 120 ? `${seconds} s` : formatDuration(seconds));

interface ActionsProps {
  readonly folder: WholeFolder;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Actions({ folder: { id, status }, onEdit, onRemove }: ActionsProps) {
  const pause = useSubmit(pauseFolder, [folderQuery, foldersQuery]);
  const resume = useSubmit(resumeFolder, [folderQuery, foldersQuery]);
  const verb = status === 'paused' ? resume : pause;
  return (
    <>
      <Button
        variant="default"
        loading={verb.isPending}
        onClick={() => verb.mutate({ input: { watchedFolderId: id } })}
      >
        {status === 'paused' ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="default" onClick={onEdit}>
        Edit
      </Button>
      <Button variant="default" onClick={onRemove}>
        Remove
      </Button>
    </>
  );
}

/** Asks once more, then forgets the folder and what was seen in it. */
function RemoveFolder({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(removeFolder, { input: { watchedFolderId: id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keyOf(foldersQuery) });
      onDone();
    },
  });
  return (
    <Stack gap="sm">
      <Text size="sm">
        The list of files that were seen is removed with it: watched again, they would be run again. Files of
        the project and batches stay, and nothing on the share is touched.
      </Text>
      <ProblemList error={remove.error} />
      <Group justify="flex-end">
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()} data-autofocus>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}
