'use client';
import { useParams } from 'next/navigation';

/** Slug of the project in the address, or null on pages outside a project. */
export function useProjectSlug(): string | null {
  const { slug } = useParams<{ slug?: string }>();
  return slug ?? null;
}
