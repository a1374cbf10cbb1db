export * from './archives/index.js';
export { removeReadOnly } from './archives/unpack.js';
export {
  type OpenedDirectory,
  openUnpackedDirectories,
  type UnpackedDirectories,
  type UnpackLimits,
} from './archives/unpacked-directories.js';
export {
  type CommandMeans,
  commandPipeline,
  noMeans,
} from './command/command-pipeline.js';
export { type CommandDefinition, commandSchema } from './command/definition.js';
export { inlineFiles } from './command/inline-files.js';
export { type ReadDefinition, readCommandDefinition } from './command/read-definition.js';
export {
  neededRunners,
  offeredNeeds,
  type Runner,
  type RunnerNeed,
  readRunners,
  workingRunners,
} from './command/runners.js';
export * from './contract.js';
export type {
  JobError,
  JobEvent,
  JobOutcome,
  JobResult,
  ProducedArtifact,
  StageResult,
} from './execution/events.js';
export {
  executeJob,
  type JobRequest,
  VALIDATE_STAGE,
  type Validation,
  validateJob,
} from './execution/execute.js';
export {
  type ChunkedJobRequest,
  type ChunkedJobResult,
  executeInChunks,
} from './execution/execute-in-chunks.js';
export { type FrameReading, framesOfJob } from './execution/frames.js';
export { checkInputs } from './execution/inputs.js';
export { mediaTypeOf } from './execution/media-type.js';
export { seededRandom } from './execution/random.js';
export { storedInput, type UnpackedInputs, unpackInputs } from './execution/stored-inputs.js';
export { type FontRegistry, fontFamily, registerFonts } from './figures/fonts.js';
export type { Layer, Plot } from './figures/plot.js';
export { type RenderSettings, renderPlot } from './figures/render.js';
export {
  exampleTimeLapse,
  generateTimeLapse,
  type SampleFrame,
  type TimeLapseSettings,
} from './flag-detection/sample/time-lapse.js';
export type { Json, JsonObject } from './json.js';
export {
  checkObjective,
  defaultObjective,
  figureOfBatch,
  mainFigure,
  type PipelineObjective,
} from './objective.js';
export { nearestName } from './parameters/nearest.js';
export {
  defaultParams,
  knownDefaults,
  type ParsedParams,
  parseParams,
  plannable,
} from './parameters/parse.js';
export { type ParamsJsonSchema, parameterPaths, paramsJsonSchema } from './parameters/schema.js';
export { tryBubblewrap } from './processes/bubblewrap.js';
export { processTree } from './processes/process-tree.js';
export { killGroupWithUs } from './processes/reaper.js';
export { maxLineChars, splitLines } from './processes/split-lines.js';
export { usableMemoryBytes } from './processes/usable-memory.js';
export { type PipelineReference, pipelineOf, referenceTo } from './reference.js';
export { findPipeline, pipelines } from './registry.js';
export {
  exampleRecording,
  generateRecording,
  type RecordingSettings,
  type SampleRecording,
} from './rigid-body/sample.js';
export {
  inspectScaffold,
  inspectScaffoldFile,
  type ScaffoldInspection,
  type ScaffoldQuestion,
} from './river-discharge/inspect-scaffold.js';
export {
  exampleRiver,
  sampleLevelM,
  sampleScaffoldText,
  sampleVideo,
} from './river-discharge/sample.js';
export { type IvyReading, scaffoldFromIvy } from './river-discharge/scaffold/ivy/read-ivy.js';
export type { FrameSize } from './river-discharge/scaffold/ivy/scaffold-of-ivy.js';
export { readScaffoldFile } from './river-discharge/scaffold/read-scaffold-file.js';
export {
  readStill,
  type Still,
  summarizeVideo,
  type VideoSummary,
} from './river-discharge/video/still.js';
export { readModelEndpoint } from './spectral-comparison/model/endpoint.js';
export {
  type ComparedCurves,
  comparedTitle,
  comparisonTable,
  readComparedCurves,
  type ThinCurve,
} from './spectral-comparison/output/compared-curves.js';
