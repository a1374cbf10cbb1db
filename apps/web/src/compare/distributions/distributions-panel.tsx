'use client';
import type { PanelProps } from '../panel-props';

/** How results spread. */
export default function DistributionsPanel(_props: PanelProps) {
  return null;
}
