'use client';
import type { JsonObject } from '@batchyard/domain';
import { Anchor, Autocomplete, Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconTemplate } from '@tabler/icons-react';
import Link from 'next/link';
import { type FormEvent, type ReactNode, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { pipelinesQuery } from '@/pipelines/queries';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { saveTemplate, templateDraftQuery, templateQuery, templatesQuery } from './queries';

export interface DraftFile {
  readonly input: string;
  readonly fileId: string;
  readonly name: string;
  /** Whether it is taken unless somebody says otherwise. */
  readonly suggested: boolean;
}

/** What a template would hold. */
export interface TemplateDraft {
  readonly pipelineName: string;
  readonly params: JsonObject;
  readonly options: JsonObject;
  readonly files: readonly DraftFile[];
  /** Parameters that are varied, which are left out. */
  readonly varied: readonly string[];
}

export interface SaveTemplateProps {
  /** What is saved, as it stands; null while it cannot be. */
  readonly draft: TemplateDraft | null;
  /** One sentence on what is saved. */
  readonly about: ReactNode;
  readonly size?: string;
}

/** A button that keeps a draft under a name, for later batches. */
export function SaveTemplate({ draft, about, size = 'xs' }: SaveTemplateProps) {
  const project = useCurrentProject();
  const [opened, { open, close }] = useDisclosure(false);
  if (!project.may('edit')) return null;
  return (
    <>
      <SaveButton size={size} onClick={open} disabled={draft === null} />
      <Modal opened={opened} onClose={close} title="Save as template">
        {draft && <TemplateForm draft={draft} about={about} onDone={close} />}
      </Modal>
    </>
  );
}

export interface SaveTemplateOfProps {
  /** A batch or a job that exists. */
  readonly source: { readonly batchId: string } | { readonly jobId: string };
  readonly about: ReactNode;
  readonly size?: string;
}

/** The same for a batch or a job; what of it becomes a template is asked for when the button is pressed. */
export function SaveTemplateOf({ source, about, size = 'sm' }: SaveTemplateOfProps) {
  const project = useCurrentProject();
  const [opened, { open, close }] = useDisclosure(false);
  if (!project.may('edit')) return null;
  return (
    <>
      <SaveButton size={size} onClick={open} disabled={false} />
      <Modal opened={opened} onClose={close} title="Save as template">
        <LoadedForm source={source} about={about} onDone={close} />
      </Modal>
    </>
  );
}

interface SaveButtonProps {
  readonly size: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function SaveButton({ size, disabled, onClick }: SaveButtonProps) {
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconTemplate size={size === 'xs' ? 14 : 16} aria-hidden />}
      disabled={disabled}
      onClick={onClick}
    >
      Save as template
    </Button>
  );
}

interface FormProps {
  readonly about: ReactNode;
  readonly onDone: () => void;
}

function LoadedForm({ source, ...form }: Pick<SaveTemplateOfProps, 'source'> & FormProps) {
  const { data, error, refetch } = useApi(templateDraftQuery, source);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingRows />;
  return <TemplateForm draft={data.templateDraft as TemplateDraft} {...form} />;
}

function TemplateForm({ draft, about, onDone }: FormProps & { readonly draft: TemplateDraft }) {
  const { slug, at } = useCurrentProject();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [left, setLeft] = useState<readonly string[]>(
    draft.files.filter(({ suggested }) => !suggested).map(keyOf),
  );
  const { data } = useApi(templatesQuery, { slug, archived: false });
  const known = (data?.project.templates ?? []).filter(
    ({ pipelineName }) => pipelineName === draft.pipelineName,
  );
  const former = known.find((template) => template.name === name.trim());
  const submit = useSubmit(saveTemplate, [templatesQuery, templateQuery]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const files = draft.files
      .filter((file) => !left.includes(keyOf(file)))
      .map(({ input, fileId }) => ({ input, fileId }));
    const { pipelineName: pipeline, params, options } = draft;
    submit.mutate(
      { input: { projectSlug: slug, name: name.trim(), pipeline, params, options, files, note } },
      {
        onSuccess: ({ saveTemplate: { template } }) => {
          if (template) {
            notifications.show({
              autoClose: 10_000,
              message: (
                <>
                  Saved as{' '}
                  <Anchor component={Link} href={at(`/templates/${template.id}`)} size="sm">
                    {template.name}
                  </Anchor>
                  , version {template.version}.
                </>
              ),
            });
          }
          onDone();
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Text size="sm">{about}</Text>
        {draft.varied.length > 0 && (
          <Text size="sm" c="dimmed">
            Left out because they are varied: {draft.varied.join(', ')}.
          </Text>
        )}
        <Autocomplete
          label="Name"
          description={
            former
              ? `Becomes version ${former.version + 1}; the versions before stay as they are.`
              : 'The name of a template that there is makes a new version of it.'
          }
          data={known.map((template) => template.name)}
          value={name}
          onChange={setName}
          maxLength={200}
          required
          data-autofocus
        />
        <Textarea
          label="Note"
          description="What this version is for. Optional."
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2000}
          autosize
          maxRows={5}
        />
        {draft.files.length > 0 && <FileChoice draft={draft} left={left} onLeft={setLeft} />}
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

const keyOf = ({ input, fileId }: DraftFile) => `${input} ${fileId}`;

interface FileChoiceProps {
  readonly draft: TemplateDraft;
  /** Keys of those that are not taken. */
  readonly left: readonly string[];
  readonly onLeft: (left: readonly string[]) => void;
}

function FileChoice({ draft, left, onLeft }: FileChoiceProps) {
  const { data } = useApi(pipelinesQuery, {});
  const inputs = data?.pipelines.find(({ name }) => name === draft.pipelineName)?.inputs ?? [];
  const titleOf = (input: string) => inputs.find(({ name }) => name === input)?.title ?? input;
  const toggle = (key: string) =>
    onLeft(left.includes(key) ? left.filter((each) => each !== key) : [...left, key]);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={550}>
        Shared files
      </Text>
      <Text size="xs" c="dimmed">
        Files that all jobs of later batches get, kept with the template by their contents.
      </Text>
      {draft.files.map((file) => (
        <Checkbox
          key={keyOf(file)}
          label={`${titleOf(file.input)}: ${file.name}`}
          checked={!left.includes(keyOf(file))}
          onChange={() => toggle(keyOf(file))}
        />
      ))}
    </Stack>
  );
}
