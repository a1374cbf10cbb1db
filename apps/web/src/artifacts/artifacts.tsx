'use client';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { formatBytes, formatNumber } from '@/formatting/numbers';
import type { WholeJob } from '@/jobs/queries';
import { Panel } from '@/page/panel';
import classes from './artifacts.module.css';
import { TextPreview } from './text-preview';

type Artifact = WholeJob['artifacts'][number];
const roleOrder = ['preview', 'result', 'report', 'data'] as const;

/** Files the job produced: images shown, tables and JSON on request, everything to download. */
export function Artifacts({ artifacts }: { readonly artifacts: readonly Artifact[] }) {
  const sorted = [...artifacts].sort((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role));
  const images = sorted.filter(isImage);
  const files = sorted.filter((artifact) => !isImage(artifact));
  return (
    <Panel title="Artifacts">
      <Stack gap="md">
        {images.length > 0 && (
          <div className={classes.images}>
            {images.map((image) => (
              <figure key={image.id} className={classes.figure}>
                <a href={image.url} target="_blank" rel="noreferrer">
                  {/* biome-ignore lint/performance/noImgElement: artifacts come from the API at full size and are not optimised */}
                  <img src={image.url} alt={image.title} loading="lazy" />
                </a>
                <figcaption>
                  <ArtifactName artifact={image} />
                </figcaption>
              </figure>
            ))}
          </div>
        )}
        <Files files={files} />
      </Stack>
    </Panel>
  );
}

/** Shown at first; jobs that leave files for each frame have thousands. */
const fewFiles = 12;
/** Shown with each click further. */
const moreFiles = 100;

function Files({ files }: { readonly files: readonly Artifact[] }) {
  const [wanted, setWanted] = useState(fewFiles);
  // A single file more takes no more room than the button.
  const shown = files.length <= wanted + 1 ? files : files.slice(0, wanted);
  const rest = files.length - shown.length;
  return (
    <>
      {shown.map((artifact) => (
        <FileArtifact key={artifact.id} artifact={artifact} />
      ))}
      {rest > 0 && (
        <Group gap="sm">
          <Button variant="default" size="compact-sm" onClick={() => setWanted(wanted + moreFiles)}>
            Show {rest > moreFiles ? `${moreFiles} more` : `the other ${rest}`}
          </Button>
          <Text size="xs" c="dimmed">
            {formatNumber(shown.length)} of {formatNumber(files.length)} files
          </Text>
        </Group>
      )}
    </>
  );
}

function isImage({ mediaType }: Artifact): boolean {
  return mediaType.startsWith('image/');
}

function FileArtifact({ artifact }: { readonly artifact: Artifact }) {
  const [opened, { toggle }] = useDisclosure(false);
  const kind = previewKind(artifact.mediaType);
  return (
    <div>
      <Group gap="sm" justify="space-between">
        <ArtifactName artifact={artifact} />
        {kind && (
          <Button variant="default" size="compact-sm" onClick={toggle} aria-expanded={opened}>
            {opened ? 'Hide preview' : 'Preview'}
          </Button>
        )}
      </Group>
      {opened && kind && <TextPreview url={artifact.url} kind={kind} />}
    </div>
  );
}

function previewKind(mediaType: string): 'csv' | 'json' | 'text' | null {
  if (mediaType === 'text/csv') return 'csv';
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'text/plain' ? 'text' : null;
}

function ArtifactName({ artifact }: { readonly artifact: Artifact }) {
  return (
    <div style={{ minWidth: 0, flex: 1 }}>
      <Text size="sm" fw={550}>
        {artifact.title}
      </Text>
      <Anchor
        href={`${artifact.url}${artifact.url.includes('?') ? '&' : '?'}download=1`}
        fz="xs"
        style={{ overflowWrap: 'anywhere' }}
      >
        <IconDownload size={12} aria-hidden style={{ verticalAlign: '-2px' }} /> {artifact.path} (
        {formatBytes(artifact.sizeBytes)})
      </Anchor>
    </div>
  );
}
