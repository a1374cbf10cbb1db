export type { GreyImage } from '../../images/grey-image.js';
export { ImageError, toGrey } from '../../images/grey-image.js';
