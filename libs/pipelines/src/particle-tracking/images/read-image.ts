export { decodeImage, readImage } from '../../images/read-image.js';
