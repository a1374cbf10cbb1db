/** What a design is to find: its objectives, how an adaptive search proposes settings, when jobs stop early. */
import { z } from 'zod';

export const objectiveSchema = z.strictObject({
  metric: z.string().min(1),
  direction: z.enum(['minimize', 'maximize']),
  smallestDifference: z
    .number()
    .positive()
    .optional()
    .describe("Smallest difference that matters, in the metric's unit"),
});
export type Objective = z.infer<typeof objectiveSchema>;

export const adaptiveSchema = z.strictObject({
  method: z
    .enum(['tpe', 'gp'])
    .default('tpe')
    .describe('tpe: tree-structured Parzen estimator; gp: Gaussian process'),
  startup: z.int().min(1).max(10_000).default(10).describe('Settings tried before any is proposed'),
  parallel: z.int().min(1).max(1_000).default(4).describe('Settings that are under way at once'),
});
export type AdaptiveOptions = z.infer<typeof adaptiveSchema>;

export const earlyStoppingSchema = z.strictObject({
  rule: z
    .enum(['median', 'successive_halving'])
    .describe('Stop a job that is worse than the median, or not among the best part, at the same step'),
  metric: z.string().min(1).describe('Metric that jobs report while they run'),
  afterStep: z.int().min(1).default(1).describe('First step at which a job may be stopped'),
  factor: z.number().min(2).max(100).default(3).describe('Of successive halving: one in so many goes on'),
  minJobs: z.int().min(2).default(5).describe('Jobs that must have reached the step before one is stopped'),
});
export type EarlyStopping = z.infer<typeof earlyStoppingSchema>;
