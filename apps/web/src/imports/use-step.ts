'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { type ImportStep, importSteps } from './progress';

/** The step in the address; null where it names none. */
export function useStep(): readonly [ImportStep | null, (step: ImportStep) => void] {
  const named = useSearchParams().get('step');
  const path = usePathname();
  const go = useCallback(
    (step: ImportStep) => window.history.pushState(null, '', `${path}?step=${step}`),
    [path],
  );
  return [importSteps.find((step) => step === named) ?? null, go];
}
