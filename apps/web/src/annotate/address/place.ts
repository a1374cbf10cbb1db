/** Where the reader is, as it stands in the address: `?frame=12&kind=phenotype`. The frame is told by its number. */

export interface Place {
  readonly frame: number | null;
  readonly kind: string | null;
}

/** What is no frame number is left out. */
export function placeFrom(address: Pick<URLSearchParams, 'get'>): Place {
  const frame = address.get('frame') ?? '';
  return { frame: /^\d{1,9}$/.test(frame) ? Number(frame) : null, kind: address.get('kind') };
}

/** The search part of the address. */
export function placeSearch({ frame, kind }: Place): string {
  const words = new URLSearchParams();
  if (frame !== null) words.set('frame', String(frame));
  if (kind !== null) words.set('kind', kind);
  const text = words.toString();
  return text === '' ? '' : `?${text}`;
}
