export {
  clearestLine,
  type DirectionSearch,
  directionsOf,
  pointsBetween,
  searchLine,
  squareToSection,
  type WaterPoint,
} from './directions.js';
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
export {
  defaultGridSettings,
  type GridMeasurement,
  type GridRejection,
  type GridSettings,
  type GridVelocity,
  gridRejectionText,
  measureGrid,
  type WindowGrid,
} from './piv/measure-grid.js';
export { createSpaceTimeStack, type SpaceTimeImage, type SpaceTimeStack } from './space-time-image.js';
