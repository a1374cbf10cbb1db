export type { SlopeMethod } from './estimates.js';
export {
  defaultLineSettings,
  type LineQuality,
  type LineRejection,
  type LineSettings,
  type LineVelocity,
  lineRejectionText,
  measureLine,
} from './measure-line.js';
export { createSpaceTimeStack, type SpaceTimeImage, type SpaceTimeStack } from './space-time-image.js';
