'use client';
import { Alert, Button, Group, List, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { filesQuery } from '@/files/queries';
import { type UploadedFile, uploadFile } from '@/files/upload';
import { keyOf } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { templatesQuery } from '@/templates/queries';
import { type Step, stepOf } from '../check/problems-of';
import type { ScaffoldDraft } from '../draft/draft';
import type { ScaffoldCheck } from '../queries';
import { saveScaffoldTemplate } from './save-scaffold-template';
import { fileNameOf, textOfScaffold } from './scaffold-text';

export interface SaveStepProps {
  readonly draft: ScaffoldDraft;
  readonly onChange: (change: Partial<ScaffoldDraft>) => void;
  readonly check: ScaffoldCheck | null;
  /** The video whose frame was shown, to begin a batch with; null: a picture, or none. */
  readonly videoId: string | null;
  readonly onStep: (step: Step) => void;
}

const stepTitles: Readonly<Record<Step, string>> = {
  frame: 'Frame',
  points: 'Control points',
  section: 'Section',
  search: 'Search',
};

/** Step 4: the scaffold as a file of the project and as a version of a template that shares it with all jobs. */
export function SaveStep({ draft, onChange, check, videoId, onStep }: SaveStepProps) {
  const project = useCurrentProject();
  const { save, saved, isSaving, error } = useSave(project.slug, draft.title.trim() || 'Scaffold');
  const errors = (check?.problems ?? []).filter(({ severity }) => severity === 'error');
  const isWhole = check !== null && check.scaffold !== null && errors.length === 0;
  const name = fileNameOf(draft.title);
  return (
    <Stack gap="sm">
      <TextInput
        label="Name of the site"
        description={`Saved as ${name} and as a template of this name. Saving again makes another file and a new version: results keep the one they were made with.`}
        placeholder="Bridge, upstream camera"
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      {!isWhole && <Missing errors={errors} onStep={onStep} />}
      <Group gap="xs">
        {project.may('upload') && (
          <Button disabled={!isWhole} loading={isSaving} onClick={() => save(name, textOfScaffold(draft))}>
            Save in the project
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(name, textOfScaffold(draft))}
        >
          Download
        </Button>
      </Group>
      <ProblemList error={error} />
      {saved && (
        <Alert
          color="green"
          variant="light"
          icon={<IconCheck size={18} aria-hidden />}
          title={
            saved.template === null
              ? `Saved: ${saved.file.name}`
              : `Saved: ${saved.file.name}, version ${saved.template.version} of the template ${saved.template.name}`
          }
        >
          <Group gap="xs">
            {project.may('run') && (
              <Button
                component={Link}
                href={batchAddress(project.at('/batches/new'), saved, videoId)}
                size="xs"
              >
                New batch with this scaffold
              </Button>
            )}
            <Button
              component={Link}
              href={project.at(saved.template === null ? '/files' : `/templates/${saved.template.id}`)}
              size="xs"
              variant="default"
            >
              {saved.template === null ? 'Files' : 'Template'}
            </Button>
          </Group>
          {videoId === null && (
            <Text size="xs" mt="xs">
              Choose the video there{saved.template === null ? ', and the scaffold beside it' : ''}.
            </Text>
          )}
        </Alert>
      )}
    </Stack>
  );
}

function batchAddress(page: string, { file, template }: SavedScaffold, videoId: string | null): string {
  if (template !== null) {
    const video = videoId === null ? '' : `&input.video=${videoId}`;
    return `${page}?template=${template.id}&version=${template.version}${video}`;
  }
  const inputs = videoId === null ? '' : `&video=${videoId}&scaffold=${file.id}`;
  return `${page}?pipeline=river-discharge${inputs}`;
}

function Missing({
  errors,
  onStep,
}: {
  readonly errors: ScaffoldCheck['problems'];
  readonly onStep: (step: Step) => void;
}) {
  const steps = [...new Set(errors.map(stepOf))];
  return (
    <div data-testid="missing">
      <Text size="sm" fw={550}>
        Not ready for jobs yet
      </Text>
      <List size="sm">
        {steps.map((step) => (
          <List.Item key={step}>
            <UnstyledButton fz="sm" td="underline" onClick={() => onStep(step)}>
              {stepTitles[step]}
            </UnstyledButton>
            : {errors.find((problem) => stepOf(problem) === step)?.message.replace(/^scaffold\.json: /, '')}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

interface SavedScaffold {
  readonly file: UploadedFile;
  /** null: the file was kept, the template was not. */
  readonly template: { readonly id: string; readonly name: string; readonly version: number } | null;
}

function useSave(slug: string, templateName: string) {
  const client = useQueryClient();
  const [saved, setSaved] = useState<SavedScaffold | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async (name: string, text: string) => {
    setSaving(true);
    setError(null);
    try {
      const file = new File([text], name, { type: 'application/json' });
      const stored = await uploadFile(slug, file, () => undefined, new AbortController().signal);
      setSaved({ file: stored, template: null });
      void client.invalidateQueries({ queryKey: keyOf(filesQuery) });
      setSaved({ file: stored, template: await saveScaffoldTemplate(slug, templateName, stored.id) });
      void client.invalidateQueries({ queryKey: keyOf(templatesQuery) });
    } catch (failure) {
      setError(failure);
    } finally {
      setSaving(false);
    }
  };
  return { save: (name: string, text: string) => void save(name, text), saved, isSaving, error };
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
