import { Group, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Panel } from '@/page/panel';
import { CountsBar } from '@/states/counts-bar';
import { paceText, progressText } from './progress';
import type { LiveBatch } from './queries';
import type { Liveness } from './use-live-batch';

const liveMeanings: Record<
  Exclude<Liveness, 'settled'>,
  { readonly word: string; readonly meaning: string; readonly tone: string }
> = {
  live: { word: 'Live', meaning: 'Changes appear as they happen.', tone: 'var(--tone-succeeded)' },
  delayed: {
    word: 'Delayed',
    meaning: 'The live connection is away; this page asks every 5 seconds instead.',
    tone: 'var(--tone-lost)',
  },
};

/** The stacked bar of all jobs, the sentence beside it, and whether what is shown is current. */
export function BatchProgress({
  batch,
  liveness,
}: {
  readonly batch: LiveBatch;
  readonly liveness: Liveness;
}) {
  const text = progressText(batch.counts, batch.etaText);
  return (
    <Panel>
      <Group justify="space-between" mb={8} gap="xs">
        <Text fw={600} size="lg" className="numeric">
          {text}
        </Text>
        {liveness !== 'settled' && <LiveMark liveness={liveness} />}
      </Group>
      <CountsBar counts={batch.counts} height={16} />
      {liveness !== 'settled' && <Pace batch={batch} />}
      {batch.stateReason && (
        <Text size="sm" mt="xs" fw={550} c="var(--tone-paused)">
          {batch.stateReason}
        </Text>
      )}
      <Spoken text={text} />
    </Panel>
  );
}

/** How it is carried out and why, how fast it goes, and when it will be done. */
function Pace({ batch }: { readonly batch: LiveBatch }) {
  const parts = [batch.modeReason ?? '', paceText(batch, Date.now())].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" mt={6} className="numeric">
      {parts.join(' ')}
    </Text>
  );
}

function LiveMark({ liveness }: { readonly liveness: 'live' | 'delayed' }) {
  const { word, meaning, tone } = liveMeanings[liveness];
  return (
    <Tooltip label={meaning}>
      <Text size="xs" fw={600} c={tone}>
        {liveness === 'live' ? '●' : '○'} {word}
      </Text>
    </Tooltip>
  );
}

const spokenEveryMs = 30_000;

/** Progress for screen readers, at most twice a minute so that it does not interrupt. */
function Spoken({ text }: { readonly text: string }) {
  const [spoken, setSpoken] = useState({ text, at: 0 });
  useEffect(() => {
    const timer = setTimeout(
      () => setSpoken({ text, at: Date.now() }),
      Math.max(0, spoken.at + spokenEveryMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [text, spoken.at]);
  return <VisuallyHidden aria-live="polite">{spoken.text}</VisuallyHidden>;
}
