'use client';
import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { CheckStep } from './check/check-step';
import { Done } from './done';
import { kindWords } from './kinds';
import { daysLeft, firstStep, type ImportStep } from './progress';
import { discardImport, importsQuery, type WholeImport } from './queries';
import { Rail } from './rail';
import { railNotes } from './rail-notes';
import { ColumnsStep } from './steps/columns-step';
import { ReadStep } from './steps/read-step';
import { ReviewStep } from './steps/review-step';
import { SheetStep } from './steps/sheet-step';
import { useEdits } from './use-edits';
import { isOnItsWay, useImport } from './use-import';
import { useStep } from './use-step';
import { WizardFrame } from './wizard-frame';
import { WorkProgress } from './work-progress';

/** An import on its way, step by step, or what became of it. */
export function ImportPage({ importId }: { readonly importId: string }) {
  const project = useCurrentProject();
  const { draft, error, refetch } = useImport(importId);
  if (error && !draft) return <Failure error={error} retry={refetch} />;
  if (!draft) return <LoadingPage />;
  return (
    <>
      <PageHead
        title={draft.fileName}
        tabTitle={`Import ${draft.fileName}`}
        crumbs={[project.crumb, { label: 'Imports', href: project.at('/imports') }]}
        description={<About draft={draft} />}
        actions={draft.state !== 'committed' && <Discard id={draft.id} />}
      />
      {draft.state === 'committed' ? <Done draft={draft} /> : <Wizard draft={draft} />}
    </>
  );
}

function About({ draft }: { readonly draft: WholeImport }) {
  const [now] = useState(() => Date.now());
  const title = kindWords[draft.kind].title;
  if (draft.state === 'committed') return `${title}, imported.`;
  return `${title}. A draft that only you see, with all you do here; ${daysLeft(draft.expiresAt, now)}.`;
}

function Wizard({ draft }: { readonly draft: WholeImport }) {
  const [named, go] = useStep();
  const edits = useEdits(draft.id);
  const wanted = named ?? firstStep(draft);
  const step = draft.state === 'ready' ? wanted : 'source';
  // Which step it began with is said in the address, so that it does not change while one works.
  useEffect(() => {
    if (named === null && draft.state === 'ready') {
      window.history.replaceState(null, '', `?step=${wanted}`);
    }
  }, [named, draft.state, wanted]);
  return (
    <WizardFrame
      rail={<Rail current={step} notes={railNotes(draft)} onStep={draft.state === 'ready' ? go : null} />}
    >
      <Step draft={draft} step={step} edits={edits} onStep={go} />
    </WizardFrame>
  );
}

interface StepProps {
  readonly draft: WholeImport;
  readonly step: ImportStep;
  readonly edits: ReturnType<typeof useEdits>;
  readonly onStep: (step: ImportStep) => void;
}

function Step({ draft, step, edits, onStep }: StepProps) {
  if (draft.state === 'reading') return <Reading draft={draft} />;
  if (draft.state === 'failed') return <ReadStep draft={draft} />;
  switch (step) {
    case 'source':
      return <ReadStep draft={draft} onNext={() => onStep('sheet')} />;
    case 'sheet':
      return <SheetStep draft={draft} onNext={() => onStep('columns')} />;
    case 'columns':
      return <ColumnsStep draft={draft} onNext={() => onStep('check')} />;
    case 'check':
      return <CheckStep draft={draft} edits={edits} onNext={() => onStep('review')} onStep={onStep} />;
    case 'review':
      return <ReviewStep draft={draft} isSaving={edits.isSaving || isOnItsWay(draft)} onStep={onStep} />;
  }
}

function Reading({ draft }: { readonly draft: WholeImport }) {
  return (
    <Panel>
      <Stack gap="xs">
        <WorkProgress importId={draft.id} before={`${draft.fileName} is being read…`} />
        <Text size="xs" c="dimmed">
          You may leave this page; the reading goes on.
        </Text>
      </Stack>
    </Panel>
  );
}

function Discard({ id }: { readonly id: string }) {
  const project = useCurrentProject();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const submit = useSubmit(discardImport, [importsQuery]);
  const discard = () =>
    submit.mutate(
      { id },
      {
        onSuccess: () => {
          notifications.show({ message: 'The draft is discarded. Nothing was written.' });
          router.push(project.at('/imports'));
        },
      },
    );
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconTrash size={14} aria-hidden />}
        loading={submit.isPending}
        color={isAsking ? 'red' : undefined}
        onClick={isAsking ? discard : () => setAsking(true)}
        onBlur={() => setAsking(false)}
      >
        {isAsking ? 'Really discard it?' : 'Discard draft'}
      </Button>
      <ProblemList error={submit.error} />
    </Stack>
  );
}
