'use client';
import type { DesignSpec, JsonObject } from '@batchyard/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { countsOf, type DesignCounts } from './counts';

/** How long typing must rest before the jobs are counted again. */
const restMs = 200;

/** The design as it was when typing rested, with the number of its jobs. */
export interface CountedDesign {
  readonly spec: DesignSpec;
  readonly counts: DesignCounts;
  /** False while something newer is being typed. */
  readonly isCurrent: boolean;
}

/** Counts the jobs of a design in the browser whenever typing rests; large designs take some milliseconds. */
export function useCounts(
  spec: DesignSpec,
  defaults: JsonObject,
  inputLabels: readonly string[],
): CountedDesign {
  const given = useMemo(() => ({ spec, defaults, inputLabels }), [spec, defaults, inputLabels]);
  const [settled] = useDebouncedValue(given, restMs);
  const counts = useMemo(() => countsOf(settled.spec, settled.defaults, settled.inputLabels), [settled]);
  return { spec: settled.spec, counts, isCurrent: settled === given };
}
