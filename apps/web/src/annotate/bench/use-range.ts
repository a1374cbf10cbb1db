'use client';
import { landmarkPositions } from '@batchyard/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useApi } from '@/graphql/hooks';
import { rangeQuery } from '../queries';
import { hitText, needsNames, previewOf, type RangePreview } from '../range/preview';
import type { Bench } from './use-bench';

export interface RangeDraft {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Null while nothing is typed, or while the server is asked. */
  readonly preview: RangePreview | null;
}

/** A range being typed and what it hits; only names of frames are looked up by the server. */
export function useRange({ subject, shown, vocabulary, numbers, landmarks }: Bench): RangeDraft {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 250);
  const known = useMemo(
    () => landmarkPositions(landmarks, vocabulary, shown.frames.numbers),
    [landmarks, vocabulary, shown.frames],
  );
  const isRemote = text.trim() !== '' && needsNames(text, shown.frames, known);
  const { data } = useApi(
    rangeQuery,
    { id: subject.id, spec: settled },
    { enabled: isRemote && settled.trim() !== '' },
  );
  const local = useMemo(
    () => (text.trim() === '' || isRemote ? null : previewOf(text, shown.frames, known)),
    [text, isRemote, shown.frames, known],
  );
  const answer = isRemote && settled === text ? data?.subject.selectFrames : undefined;
  const remote = useMemo(() => {
    if (!answer) return null;
    const position = new Map(numbers.map((number, index) => [number, index]));
    const positions = [...new Set(answer.numbers)].flatMap((number) => position.get(number) ?? []);
    positions.sort((a, b) => a - b);
    const text = hitText(positions, numbers.length);
    return { positions, text, warnings: answer.warnings, error: answer.error?.message ?? null };
  }, [answer, numbers]);
  return { text, setText, preview: isRemote ? remote : local };
}
