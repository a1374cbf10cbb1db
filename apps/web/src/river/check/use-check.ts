'use client';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { request } from '@/graphql/client';
import { useApi } from '@/graphql/hooks';
import { numberOf, type Pixel, type ScaffoldDraft } from '../draft/draft';
import { fileOfDraft } from '../draft/file-of-draft';
import { checkScaffoldQuery } from '../queries';

/** A pause in typing and dragging after which the scaffold is checked. */
const pauseMs = 300;

/** What the service finds in the scaffold as it stands, the same as before a job; the former answer until then. */
export function useCheck(slug: string, draft: ScaffoldDraft) {
  const [settled] = useDebouncedValue(draft, pauseMs);
  const input = useMemo(() => inputOf(slug, settled), [slug, settled]);
  const { data, error } = useApi(checkScaffoldQuery, { input }, { keepPrevious: true });
  return { check: data?.checkScaffold ?? null, error };
}

function inputOf(projectSlug: string, draft: ScaffoldDraft) {
  return { projectSlug, scaffold: fileOfDraft(draft), waterLevel: numberOf(draft.waterLevel) };
}

/** Where on the water a pixel lies, in the unit of the scaffold; null where the camera does not see it. */
export async function placeOf(slug: string, draft: ScaffoldDraft, pixel: Pixel) {
  const input = { ...inputOf(slug, draft), pixels: [[...pixel]] };
  const { checkScaffold } = await request(checkScaffoldQuery, { input });
  return checkScaffold.places[0] ?? null;
}
