/** How sequences of this length are best run; the bounds are those that labs work with. */
export function chunkAdvice(frameCount: number): string {
  if (frameCount < 100) return 'one run is best';
  if (frameCount < 1000) return '2 to 4 chunks at a time are best';
  if (frameCount < 10_000) return '4 to 8 chunks at a time are best';
  return '8 or more chunks at a time are best';
}
