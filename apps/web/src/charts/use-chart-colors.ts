'use client';
import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useMemo } from 'react';

/** Colours and font of charts in the present colour scheme; canvas needs them as plain values. */
export interface ChartColors {
  readonly isLight: boolean;
  readonly fontFamily: string;
  readonly text: string;
  readonly mutedText: string;
  readonly grid: string;
  readonly surface: string;
  /** Marks of data. */
  readonly mark: string;
  readonly fadedMark: string;
  /** The best setting. */
  readonly best: string;
  /** What the reader has selected. */
  readonly selected: string;
  readonly baseline: string;
  readonly tooltip: string;
}

/** Read from the theme; the accents are of the Okabe–Ito palette, which colour-blind readers can tell apart. */
export function useChartColors(): ChartColors {
  const { colors, fontFamily } = useMantineTheme();
  const scheme = useComputedColorScheme('light');
  return useMemo(() => {
    const shade = (name: string, index: number) => colors[name]?.[index] ?? '#808080';
    const light = scheme === 'light';
    return {
      isLight: light,
      fontFamily: fontFamily ?? 'sans-serif',
      text: light ? '#1d2329' : shade('dark', 0),
      mutedText: light ? '#59636e' : '#a3acb9',
      grid: light ? '#e6e9ed' : shade('dark', 5),
      surface: light ? '#ffffff' : shade('dark', 6),
      mark: light ? shade('harbour', 8) : shade('harbour', 3),
      fadedMark: light ? '#b7c8d4' : '#46586a',
      best: light ? '#00795a' : '#3fd0a8',
      selected: light ? '#d55e00' : '#ff9d4d',
      baseline: light ? '#59636e' : '#a3acb9',
      tooltip: light ? '#20262d' : '#0c0f13',
    };
  }, [colors, fontFamily, scheme]);
}
