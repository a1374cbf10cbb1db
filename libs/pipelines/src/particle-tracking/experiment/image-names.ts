/** Names of pictures: a pattern with the frame number as `%d` or `%04d`, or a beginning it is put at the end of. */

const pattern = /%(0?)(\d*)d/;

/**
 * Whether a name that the experiment gives leads out of its directory. On a server, experiments come from people who may
 * not read other files.
 */
export function leadsOutside(name: string): boolean {
  return /^(?:[\\/]|[a-z]:)/i.test(name) || name.split(/[\\/]/).includes('..');
}

/** Name of the picture of a frame; an ending that the name lacks is found by `resolveImage`. */
export function imageName(images: string, frame: number): string {
  if (!pattern.test(images)) return `${images}${String(frame).padStart(4, '0')}`;
  return images.replace(pattern, (_, zero: string, width: string) =>
    String(frame).padStart(Number(width || 0), zero === '' ? ' ' : '0'),
  );
}

/** Name of the file of targets of a frame, beside its picture: the frame with at least four digits. */
export function targetsName(images: string, frame: number): string {
  const number = String(frame).padStart(4, '0');
  if (!pattern.test(images)) return `${images}${number}_targets`;
  const named = images.replace(/\.(tiff?|png|bmp)$/i, '').replace(pattern, () => number);
  return `${named}_targets`;
}

const endings = ['', '.tif', '.tiff', '.TIF', '.png', '.bmp'];

/** The first name that exists, with the endings pictures have where the name has none; null where none does. */
export function resolveImage(
  images: string,
  frame: number,
  exists: (name: string) => boolean,
): string | null {
  const name = imageName(images, frame);
  return endings.map((ending) => name + ending).find(exists) ?? null;
}
