'use client';
import {
  Button,
  FileButton,
  Group,
  Progress,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  UnstyledButton,
} from '@mantine/core';
import { IconClipboardText, IconDownload, IconTableImport } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import batchForm from '@/batch-form/batch-form.module.css';
import files from '@/files/files.module.css';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { hasTarget, importKinds, kindWords } from '../kinds';
import type { ImportKind } from '../queries';
import { targetSearch, useSheetUpload } from '../use-sheet-upload';
import { useTarget } from '../use-target';
import { FolderScan } from './folder-scan';
import { SharedFiles, type SharedInputs, sharedInputsOf } from './shared-files';

export interface SourceStepProps {
  readonly slug: string;
  readonly initialKind: ImportKind;
  readonly initialPipeline: string | null;
  readonly onBegun: (id: string) => void;
}

const extensions = ['.xlsx', '.xlsm', '.ods', '.csv', '.tsv', '.txt'];

/** Step 1: what the rows are, and where they come from. */
export function SourceStep({ slug, initialKind, initialPipeline, onBegun }: SourceStepProps) {
  const [kind, setKind] = useState(initialKind);
  const [target, setTarget] = useState<string | null>(initialPipeline && `pipeline:${initialPipeline}`);
  const chosen = hasTarget(kind) ? target : null;
  const [shared, setShared] = useState<SharedInputs>({});
  const upload = useSheetUpload(slug, kind, chosen, chosen === null ? {} : shared, onBegun);
  const isTargetMissing = hasTarget(kind) && target === null;
  return (
    <Stack gap="md">
      <Panel title="What the rows are">
        <KindChoice kind={kind} onKind={setKind} />
        {hasTarget(kind) && (
          <TargetChoice
            slug={slug}
            target={target}
            onTarget={(other) => {
              setTarget(other);
              setShared({});
            }}
            shared={shared}
            onShared={setShared}
          />
        )}
      </Panel>
      <Panel
        title="Where they come from"
        actions={!isTargetMissing && <TemplateLink slug={slug} search={targetSearch(kind, chosen)} />}
      >
        {isTargetMissing ? (
          <Text size="sm" c="dimmed">
            Choose a pipeline or template first: it says which columns the sheet may have.
          </Text>
        ) : (
          <Stack gap="md">
            <SheetDrop onFile={(file) => upload.send(file)} isBusy={upload.fraction !== null} />
            <PasteCells onFile={(file) => upload.send(file)} isBusy={upload.fraction !== null} />
            <FolderScan
              // What is chosen of a folder belongs to these rows.
              key={`${kind} ${chosen}`}
              slug={slug}
              kind={kind}
              target={chosen}
              onSheet={(file) => upload.send(file, 1)}
              isBusy={upload.fraction !== null}
            />
            {upload.fraction !== null && (
              <Progress value={upload.fraction * 100} size={5} aria-label="Sending the sheet" />
            )}
            <ProblemList error={upload.error} />
          </Stack>
        )}
      </Panel>
    </Stack>
  );
}

function KindChoice({
  kind,
  onKind,
}: {
  readonly kind: ImportKind;
  readonly onKind: (kind: ImportKind) => void;
}) {
  return (
    <Radio.Group
      value={kind}
      onChange={(value) => onKind(value as ImportKind)}
      aria-label="What the rows are"
    >
      <Stack gap="xs">
        {importKinds.map((each) => (
          <Radio.Card key={each} value={each} className={batchForm.card}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <div>
                <Text size="sm" fw={620}>
                  {kindWords[each].title}
                </Text>
                <Text size="sm" c="dimmed">
                  {kindWords[each].description}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface TargetChoiceProps {
  readonly slug: string;
  readonly target: string | null;
  readonly onTarget: (target: string | null) => void;
  readonly shared: SharedInputs;
  readonly onShared: (shared: SharedInputs) => void;
}

/** A pipeline, or a template that gives the parameters that the sheet leaves out; and files that all rows have. */
function TargetChoice({ slug, target, onTarget, shared, onShared }: TargetChoiceProps) {
  const { pipelines, templates, pipeline } = useTarget(slug, target);
  const inputs = pipeline === undefined ? [] : sharedInputsOf(pipeline);
  return (
    <>
      <Select
        mt="sm"
        maw={460}
        label="Pipeline or template"
        description="A template gives the parameters that the sheet leaves out."
        placeholder="Choose one"
        data={[
          {
            group: 'Templates',
            items: templates.map(({ id, name, version }) => ({
              value: `template:${id}`,
              label: `${name}, version ${version}`,
            })),
          },
          {
            group: 'Pipelines',
            items: pipelines.map(({ name, title }) => ({ value: `pipeline:${name}`, label: title })),
          },
        ].filter(({ items }) => items.length > 0)}
        value={target}
        onChange={onTarget}
        searchable
      />
      {inputs.length > 0 && <SharedFiles slug={slug} inputs={inputs} chosen={shared} onChosen={onShared} />}
    </>
  );
}

/** An empty sheet with the right headings, drop-downs and examples. */
function TemplateLink({ slug, search }: { readonly slug: string; readonly search: string }) {
  return (
    <Button
      component="a"
      href={`/projects/${encodeURIComponent(slug)}/imports/template.xlsx?${search}`}
      download
      variant="subtle"
      size="xs"
      leftSection={<IconDownload size={14} aria-hidden />}
    >
      Download template
    </Button>
  );
}

interface TakesFile {
  readonly onFile: (file: File) => void;
  readonly isBusy: boolean;
}

function SheetDrop({ onFile, isBusy }: TakesFile) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !isBusy) onFile(file);
  };
  return (
    <FileButton accept={extensions.join(',')} onChange={(file) => file && onFile(file)} disabled={isBusy}>
      {(props) => (
        <UnstyledButton
          {...props}
          className={files.drop}
          data-over={isOver || undefined}
          onDragOver={(event: DragEvent) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <IconTableImport size={22} aria-hidden />
          <span>
            <Text size="sm" fw={550} component="span" display="block">
              Drop a sheet here, or choose one from this computer
            </Text>
            <Text size="xs" c="dimmed" component="span" display="block">
              Excel (.xlsx, .xlsm), OpenDocument (.ods), .csv or .tsv
            </Text>
          </span>
        </UnstyledButton>
      )}
    </FileButton>
  );
}

function PasteCells({ onFile, isBusy }: TakesFile) {
  const [text, setText] = useState('');
  const send = () => onFile(new File([text], 'pasted.tsv', { type: 'text/tab-separated-values' }));
  return (
    <Stack gap="xs" align="flex-start">
      <Textarea
        w="100%"
        label="Or paste cells"
        description="Copy them in Excel or elsewhere, the row of headings included."
        placeholder={'embryo_id\tframe_range\tphenotype'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13, tabSize: 16 } }}
      />
      <Button
        variant="default"
        leftSection={<IconClipboardText size={16} aria-hidden />}
        disabled={text.trim() === ''}
        loading={isBusy}
        onClick={send}
      >
        Use these cells
      </Button>
    </Stack>
  );
}
