'use client';
import { Button, FileButton, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { sendFile } from '@/files/upload';
import type { Problem } from '@/graphql/error';
import { keyOf } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { templateQuery, templatesQuery } from './queries';

interface Imported {
  readonly id: string;
  readonly summary: string;
  readonly problems: readonly Problem[];
}

/** Takes the file of a template from another project or installation, and opens what came of it. */
export function ImportTemplate() {
  const project = useCurrentProject();
  const router = useRouter();
  const client = useQueryClient();
  const send = useMutation<Imported, Error, File>({
    mutationFn: (file) =>
      sendFile(
        `/templates/${encodeURIComponent(project.slug)}`,
        file,
        () => undefined,
        new AbortController().signal,
      ),
    onSuccess: ({ id, summary, problems }) => {
      for (const query of [templatesQuery, templateQuery]) {
        void client.invalidateQueries({ queryKey: keyOf(query) });
      }
      const message = [summary, ...problems.map((problem) => problem.message)].join(' ');
      notifications.show({ message, autoClose: 10_000 });
      router.push(project.at(`/templates/${id}`));
    },
  });
  return (
    <>
      <FileButton
        accept=".json,.yaml,.yml,.zip"
        onChange={(file) => file && send.mutate(file)}
        inputProps={{ 'aria-label': 'File of a template' }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
            loading={send.isPending}
          >
            Import
          </Button>
        )}
      </FileButton>
      <Modal opened={send.isError} onClose={() => send.reset()} title="The file was not imported">
        <Stack gap="sm">
          <ProblemList error={send.error} />
        </Stack>
      </Modal>
    </>
  );
}
