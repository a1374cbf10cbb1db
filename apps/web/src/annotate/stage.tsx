'use client';
import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { Empty } from '@/page/empty';
import type { Bench } from './bench/use-bench';
import { spansOf } from './bench/use-bench';
import type { Viewer } from './bench/use-viewer';
import { MessageLine } from './message-line';
import { hitText } from './range/preview';
import { lanesOf } from './timeline/lanes';
import { Timeline } from './timeline/timeline';
import { FrameViewer } from './viewer/frame-viewer';
import { Transport } from './viewer/transport';

export interface StageProps {
  readonly bench: Bench;
  readonly viewer: Viewer;
  /** Positions that a range being typed would hit. */
  readonly previewed: readonly number[];
}

/** The frame in sight, what was done last, and the timeline. */
export function Stage({ bench, viewer, previewed }: StageProps) {
  const { choice, choose, count, numbers, chosen, isManyChosen, subject } = bench;
  if (count === 0) {
    return (
      <Empty title="No frames">
        {subject.name} has no frames of its own. What is said of it as a whole stands at the side.
      </Empty>
    );
  }
  const name = viewer.frame?.name ?? '';
  return (
    <Stack gap="xs" style={{ minWidth: 0 }}>
      <FrameViewer
        image={viewer.image}
        hasImage={viewer.hasImage}
        alt={`Frame ${choice.current} of ${subject.name}`}
        light={viewer.light}
        placement={viewer.placement}
        onPlacement={viewer.place}
        box={viewer.box}
      />
      <Transport
        position={choice.current}
        count={count}
        isPlaying={viewer.isPlaying}
        framesPerSecond={viewer.framesPerSecond}
        light={viewer.light}
        isZoomed={viewer.placement.scale > 1}
        onMove={choose.move}
        onPlay={viewer.togglePlaying}
        onFramesPerSecond={viewer.setFramesPerSecond}
        onLight={viewer.setLight}
        onFit={viewer.fit}
      >
        <Text size="sm" fw={550} className="numeric" data-testid="position">
          Frame {choice.current}{' '}
          <Text span c="dimmed" size="sm" fw={400}>
            of {formatNumber(count)}, number {numbers[choice.current]}
          </Text>
        </Text>
        <Text size="xs" c="dimmed" truncate title={name} data-testid="chosen">
          {isManyChosen ? `Chosen: ${hitText(chosen, count)}` : name}
        </Text>
      </Transport>
      <VisuallyHidden role="status">{`Frame ${choice.current}. ${saidHere(bench)}`}</VisuallyHidden>
      <BenchTimeline bench={bench} previewed={previewed} />
      <MessageLine bench={bench} />
    </Stack>
  );
}

function BenchTimeline({ bench, previewed }: Pick<StageProps, 'bench' | 'previewed'>) {
  const { kinds, shown, numbers, choice, choose, chosen, isManyChosen } = bench;
  const lanes = useMemo(() => lanesOf(kinds, shown.statements, numbers), [kinds, shown, numbers]);
  const landmarks = useMemo(
    () =>
      shown.landmarks.flatMap(({ name, frameNumber }) => {
        const position = numbers.indexOf(frameNumber);
        return position === -1 ? [] : [{ name, position }];
      }),
    [shown, numbers],
  );
  return (
    <Timeline
      lanes={lanes}
      count={numbers.length}
      current={choice.current}
      chosen={isManyChosen ? spansOf(chosen) : []}
      previewed={spansOf(previewed)}
      landmarks={landmarks}
      activeKind={bench.activeKind?.name ?? ''}
      onKind={bench.setKind}
      onMove={choose.move}
      onExtend={choose.extend}
      onToggle={choose.toggle}
    />
  );
}

/** The values of the frame in sight, for those who do not see them. */
function saidHere({ kinds, shown, numbers, choice }: Bench): string {
  const number = numbers[choice.current] ?? -1;
  const values = shown.statements
    .filter(({ frames }) => frames?.some(({ from, to }) => number >= from && number < to))
    .map(({ kind, value }) => {
      const terms = kinds.find(({ name }) => name === kind)?.terms;
      return terms?.find(({ name }) => name === value)?.title ?? value;
    });
  return values.length === 0 ? 'Nothing is said of it.' : [...new Set(values)].join(', ');
}
