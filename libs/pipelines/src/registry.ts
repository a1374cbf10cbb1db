import type { Pipeline } from './contract.js';
import { flagDetection } from './flag-detection/pipeline.js';
import { particleTracking } from './particle-tracking/pipeline.js';
import { rigidBody } from './rigid-body/pipeline.js';
import { riverDischarge } from './river-discharge/pipeline.js';
import { spectralComparison } from './spectral-comparison/pipeline.js';

/** All built-in pipelines, in the order in which they are offered. Adding one means one line here. */
export const pipelines: readonly Pipeline[] = [
  rigidBody,
  spectralComparison as Pipeline,
  flagDetection as Pipeline,
  particleTracking as Pipeline,
  riverDischarge as Pipeline,
];

/** The registered pipeline of this name, or undefined. */
export function findPipeline(name: string): Pipeline | undefined {
  return pipelines.find((pipeline) => pipeline.name === name);
}
