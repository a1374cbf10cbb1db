'use client';
import { isJsonObject } from '@batchyard/domain';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconTemplate } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import type { ComparisonData, Setting } from '../queries';
import { settingText } from '../settings';
import { pipelineOf } from '../sources/sources';
import { saveTemplate } from './queries';

export interface SaveTemplateProps {
  readonly comparison: ComparisonData;
  readonly setting: Setting;
}

/** Keeps all parameters of a setting under a name, for later batches. */
export function SaveTemplate({ comparison, setting }: SaveTemplateProps) {
  const project = useCurrentProject();
  const [opened, { open, close }] = useDisclosure(false);
  if (!project.may('run') || pipelineOf(comparison) === null) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconTemplate size={14} aria-hidden />} onClick={open}>
        Save as template
      </Button>
      <Modal opened={opened} onClose={close} title="Save as template">
        <TemplateForm comparison={comparison} setting={setting} onDone={close} />
      </Modal>
    </>
  );
}

function TemplateForm({ comparison, setting, onDone }: SaveTemplateProps & { readonly onDone: () => void }) {
  const { slug } = useCurrentProject();
  const [name, setName] = useState('');
  const submit = useSubmit(saveTemplate);
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      {
        input: {
          projectSlug: slug,
          name: name.trim(),
          pipeline: pipelineOf(comparison)?.name ?? '',
          params: isJsonObject(setting.params) ? setting.params : {},
        },
      },
      {
        onSuccess: ({ saveTemplate: { template } }) => {
          notifications.show({ message: `Saved as “${template?.name}”, version ${template?.version}.` });
          onDone();
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Text size="sm">All parameters of {settingText(setting, comparison.varying)}.</Text>
        <TextInput
          label="Name"
          description="An existing name gets a new version."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        <ProblemList problems={problemsOf(submit.error)} />
        <Group justify="flex-end">
          <Button type="submit" loading={submit.isPending} disabled={name.trim() === ''}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
