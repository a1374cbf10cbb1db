'use client';
import { useEffect, useRef } from 'react';

/** Asks once more when what was followed has come to rest: the last change may lie between two looks. */
export function useLastLook(moving: boolean, refetch: () => unknown): void {
  const wasMoving = useRef(moving);
  useEffect(() => {
    if (wasMoving.current && !moving) void refetch();
    wasMoving.current = moving;
  }, [moving, refetch]);
}
