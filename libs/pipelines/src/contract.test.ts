import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Inputs, type Pipeline, ProblemsError } from './contract.js';
import type { PipelineExample } from './example.js';
import type { JobEvent, JobResult } from './execution/events.js';
import { executeJob, VALIDATE_STAGE, validateJob } from './execution/execute.js';
import { executeInChunks } from './execution/execute-in-chunks.js';
import { mainFigure } from './objective.js';
import { defaultParams, parseParams } from './parameters/parse.js';
import { parameterPaths, paramsJsonSchema } from './parameters/schema.js';
import { findPipeline, pipelines } from './registry.js';

/** Clocks differ from run to run; metrics of this name are the only ones that may. */
const timeMetric = /_time_s$/;

it('registers each name once', () => {
  const names = pipelines.map((pipeline) => pipeline.name);
  expect(new Set(names).size).toBe(names.length);
  for (const pipeline of pipelines) expect(findPipeline(pipeline.name)).toBe(pipeline);
  expect(findPipeline('no such pipeline')).toBeUndefined();
});

describe.each(pipelines.map((pipeline) => [pipeline.name, pipeline] as const))(
  'pipeline %s',
  (name, pipeline) => {
    let folder: string;
    let example: PipelineExample;
    let inputs: Inputs;
    let params: unknown;
    let jobs = 0;
    /** Of one seed, run once: what other runs are compared with. */
    let whole: JobResult;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'contract-'));
      ({ example } = (await import(`./${name}/example.js`)) as { example: PipelineExample });
      ({ inputs, params } = await example.prepare(folder));
      whole = await run('seed');
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function run(seed: string, controller = new AbortController()): Promise<JobResult> {
      const outputDir = path.join(folder, `job-${jobs++}`);
      await mkdir(outputDir);
      return executeJob(pipeline, { params, inputs, outputDir, seed, signal: controller.signal });
    }

    it('declares itself completely', () => {
      expect(pipeline.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(pipeline.title).not.toBe('');
      expect(pipeline.stages.length).toBeGreaterThan(0);
      expect(pipeline.stages).not.toContain(VALIDATE_STAGE);
      const metrics = pipeline.metrics.map((metric) => metric.name);
      expect(new Set(metrics).size).toBe(metrics.length);
      expect(metrics).toContain(pipeline.objective);
      expect(pipeline.metrics.filter(({ main }) => main).length).toBeLessThan(2);
      expect(metrics).toContain(mainFigure(pipeline).name);
      for (const metric of pipeline.metrics) {
        expect(metric.name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(metric.unit).not.toBe('');
        expect(metric.description).not.toBe('');
      }
      const place = { code: 'ANY', severity: 'error', message: '', place: {} } as const;
      expect([null, undefined, ...pipeline.stages]).toContain(pipeline.stageOfProblem?.(place));
      for (const input of pipeline.inputs) expect(input.description).not.toBe('');
    });

    it('derives a JSON Schema in which every field has a title and a description', () => {
      const schema = paramsJsonSchema(pipeline);
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      for (const dotted of parameterPaths(schema)) {
        const field = dotted.split('.').reduce((node, key) => node.properties![key]!, schema);
        expect([dotted, typeof field.title, typeof field.description]).toEqual([dotted, 'string', 'string']);
      }
    });

    it('rejects bad and unknown parameters with their path', () => {
      for (const bad of example.badParams) {
        const parsed = parseParams(pipeline, bad.params);
        const places = 'problems' in parsed ? parsed.problems.map((problem) => problem.place.parameter) : [];
        expect(places).toContain(bad.path);
      }
      expect('problems' in parseParams(pipeline, { no_such_parameter: 1 })).toBe(true);
      expect('problems' in parseParams(pipeline, 'text')).toBe(true);
    });

    it('gives equal results and files for equal jobs', async () => {
      const second = await run('seed');
      expect([whole.state, whole.error]).toEqual(['succeeded', null]);
      const timeless = ({ metrics }: JobResult) =>
        Object.fromEntries(Object.entries(metrics).filter(([metric]) => !timeMetric.test(metric)));
      expect(timeless(second)).toEqual(timeless(whole));
      expect(whole.artifacts.length).toBeGreaterThan(0);
      expect(second.artifacts).toEqual(whole.artifacts);
    });

    it('reports its declared metrics, finite, and its stages in order', () => {
      const required = pipeline.metrics.filter((metric) => !metric.optional).map((metric) => metric.name);
      expect(Object.keys(whole.metrics)).toEqual(expect.arrayContaining(required));
      expect(Object.values(whole.metrics).every(Number.isFinite)).toBe(true);
      const declared = [VALIDATE_STAGE, ...pipeline.stages];
      const entered = whole.stages.map((stage) => stage.name);
      expect(declared.filter((stage) => entered.includes(stage))).toEqual(entered);
    });

    it('stops within 2 s of being cancelled', async () => {
      for (const stage of pipeline.stages) {
        const controller = new AbortController();
        let cancelledMs = Number.NaN;
        const outputDir = path.join(folder, `job-${jobs++}`);
        await mkdir(outputDir);
        const result = await executeJob(pipeline, {
          params,
          inputs,
          outputDir,
          seed: 'seed',
          signal: controller.signal,
          onEvent: (event) => {
            if (event.type !== 'stage' || event.name !== stage) return;
            cancelledMs = performance.now();
            controller.abort();
          },
        });
        if (Number.isNaN(cancelledMs)) continue; // A stage that this example does not need.
        expect([stage, result.state]).toEqual([stage, 'cancelled']);
        expect(performance.now() - cancelledMs).toBeLessThan(2000);
      }
    });

    describe('in chunks', () => {
      const { chunking } = pipeline;
      const test = chunking === undefined ? it.skip : it;

      async function runInChunks(count: number, controller = new AbortController()) {
        const parsed = parseParams(pipeline, params);
        const { first, last } = await chunking!.frames(inputs, 'params' in parsed ? parsed.params : params);
        const size = Math.ceil((last - first + 1) / count);
        const ranges = Array.from({ length: count }, (_, i) => ({
          first: first + i * size,
          last: Math.min(last, first + (i + 1) * size - 1),
        }));
        const [outputDir, chunksDir] = [
          path.join(folder, `job-${jobs++}`),
          path.join(folder, `job-${jobs++}`),
        ];
        await mkdir(outputDir);
        await mkdir(chunksDir);
        const job = { params, inputs, outputDir, chunksDir, ranges, seed: 'seed', signal: controller.signal };
        return { job, ...(await executeInChunks(pipeline, job)) };
      }

      let halves: Awaited<ReturnType<typeof runInChunks>>;
      beforeAll(async () => {
        if (chunking !== undefined) halves = await runInChunks(2);
      });

      test.each([1, 2])('%d merge to a whole result with the files of a single run', async (count) => {
        const { chunks, merged } = count === 2 ? halves : await runInChunks(count);
        expect(chunks.map(({ result }) => [result.state, result.error])).toEqual(
          chunks.map(() => ['succeeded', null]),
        );
        expect([merged?.state, merged?.error]).toEqual(['succeeded', null]);
        expect(Object.keys(merged?.metrics ?? {}).sort()).toEqual(Object.keys(whole.metrics).sort());
        const paths = (result: JobResult | null) => result?.artifacts.map((artifact) => artifact.path).sort();
        expect(paths(merged)).toEqual(paths(whole));
      });

      test('are equal when they are run again', async () => {
        const files = ({ chunks, merged }: typeof halves) =>
          [...chunks.map(({ result }) => result), merged].map((result) => result?.artifacts);
        expect(files(halves).flat().length).toBeGreaterThan(0);
        expect(files(await runInChunks(2))).toEqual(files(halves));
      });

      test('stop within 2 s of being cancelled, merging too', async () => {
        const { job, chunks } = halves;
        const results = chunks.map(({ frames, result }, i) => ({
          frames,
          metrics: result.metrics,
          outputDir: path.join(job.chunksDir, String(i)),
        }));
        for (const part of [{ frames: results[0]!.frames }, { chunks: results }]) {
          const controller = new AbortController();
          let cancelledMs = Number.NaN;
          const outputDir = path.join(folder, `job-${jobs++}`);
          await mkdir(outputDir);
          const request = { params, inputs, outputDir, seed: 'seed', signal: controller.signal, ...part };
          const onEvent = (event: JobEvent) => {
            if (event.type !== 'stage' || event.name === VALIDATE_STAGE || controller.signal.aborted) return;
            cancelledMs = performance.now();
            controller.abort();
          };
          const result = await executeJob(pipeline, { ...request, onEvent });
          expect(result.state).toBe('cancelled');
          expect(performance.now() - cancelledMs).toBeLessThan(2000);
        }
      });

      test('say what is wrong with inputs whose frames cannot be read', async () => {
        const file = path.join(folder, `unreadable${pipeline.inputs[0]?.extensions[0] ?? ''}`);
        await writeFile(file, 'no recording');
        const broken = { ...inputs, [pipeline.inputs[0]!.name]: [{ path: file, name: 'unreadable' }] };
        const parsed = parseParams(pipeline, params);
        const frames = chunking!.frames(broken, 'params' in parsed ? parsed.params : params);
        await expect(frames).rejects.toBeInstanceOf(ProblemsError);
      });
    });

    it('never throws on garbage, and says what is wrong with it', async () => {
      const target = path.join(folder, 'garbage');
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...pipeline.inputs), garbage, async (spec, bytes) => {
          if (spec.kind !== 'file') return;
          const file = target + (spec.extensions[0] ?? '');
          await writeFile(file, bytes);
          const broken = { ...inputs, [spec.name]: [{ path: file, name: path.basename(file) }] };
          const { problems } = await validateJob(pipeline, { params, inputs: broken });
          expect(problems.map((problem) => problem.code)).not.toContain('CHECK_FAILED');
          expect(problems.some((problem) => problem.severity === 'error')).toBe(true);
        }),
        { numRuns: 30 },
      );
    });

    it('says which required inputs are missing', async () => {
      const { problems } = await validateJob(pipeline, { params, inputs: {} });
      const missing = problems
        .filter((problem) => problem.code === 'MISSING_INPUT')
        .map((p) => p.place.input);
      expect(missing).toEqual(pipeline.inputs.filter((spec) => !spec.optional).map((spec) => spec.name));
    });

    it('has defaults, or names the parameters it cannot do without', () => {
      const parsed = parseParams(pipeline as Pipeline<unknown>, {});
      if ('params' in parsed) expect(defaultParams(pipeline)).toEqual(parsed.params);
      else for (const problem of parsed.problems) expect(problem.place.parameter).not.toBe('');
    });
  },
);

/** Bytes that are no valid input: random ones, none, and text of the kind that tables are made of. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.constant(new Uint8Array()),
  fc
    .array(
      fc.constantFrom(
        'frame',
        'a_x',
        'a_y',
        'a_z',
        '1',
        '2',
        '-',
        'NaN',
        '"',
        ',',
        ';',
        '\n',
        '\r\n',
        '{',
        ']',
      ),
    )
    .map((pieces) => new TextEncoder().encode(pieces.join(''))),
);
