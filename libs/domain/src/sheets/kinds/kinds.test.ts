import type { InputSpec } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { defaultVocabulary } from '../../annotations/default-vocabulary.js';
import { fieldsOfSchema } from '../../parameters/schema-fields.js';
import { guessMapping } from '../mapping.js';
import { annotationFields, annotationsOfRow } from './annotations.js';
import { factField } from './facts.js';
import { jobFields, jobOfRow, valuesOfHeadings } from './jobs.js';
import { subjectFields, subjectOfRow } from './subjects.js';

const context = {
  conventions: { decimal: '.', dateOrder: 'day-first' },
  nearest: () => null,
  known: new Map(),
} as const;
const mapped = (headings: readonly string[], fields: Parameters<typeof guessMapping>[2]) =>
  guessMapping(
    headings,
    headings.map(() => []),
    fields,
    context,
  ).map(({ field }) => field);

describe('a sheet of annotations', () => {
  const fields = annotationFields(defaultVocabulary);

  it('has a column for each kind, with its terms, and knows the headings of other tools', () => {
    const phenotype = fields.find(({ name }) => name === 'phenotype');
    expect(phenotype?.type).toMatchObject({
      kind: 'choice',
      values: expect.arrayContaining(['EDEMA', 'DEAD', 'NONE']),
    });
    expect(
      mapped(['embryo_id', 'genotype', 'phenotype', 'frame_range', 'notes', 'zygosity'], fields),
    ).toEqual(['subject', 'genotype', 'phenotype', 'frames', 'note', 'zygosity']);
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  });

  it('gives one statement for each kind that a row names', () => {
    const row = {
      subject: 'e1',
      phenotype: 'EDEMA',
      genotype: 'WT',
      frames: '[5:10]',
      confidence: 0.8,
      note: 'n',
      zygosity: 'homozygous',
    };
    expect(annotationsOfRow(row, defaultVocabulary)).toMatchObject([
      { subject: 'e1', kind: 'phenotype', value: 'EDEMA', frames: '[5:10]', confidence: 0.8, note: 'n' },
      { subject: 'e1', kind: 'genotype', value: 'WT', frames: null, detail: { zygosity: 'homozygous' } },
    ]);
    expect(
      annotationsOfRow({ subject: 'e1', kind: 'phenotype', value: 'DEAD', frames: null }, defaultVocabulary),
    ).toMatchObject([{ kind: 'phenotype', value: 'DEAD', frames: null, note: null, detail: {} }]);
    expect(annotationsOfRow({ subject: 'e1' }, defaultVocabulary)).toEqual([]);
  });
});

describe('a sheet of subjects', () => {
  it('gives subjects with frames and facts', () => {
    const fields = subjectFields(defaultVocabulary);
    expect(mapped(['embryo_id', 'video_id', 'first frame', 'last frame'], fields)).toEqual([
      'name',
      'parent',
      'first_frame',
      'last_frame',
    ]);
    const temperature = factField('Temperature (°C)').name;
    expect(temperature).toBe('metadata.temperature_c');
    const row = {
      name: 'e1',
      level: null,
      parent: 'v1',
      first_frame: 3,
      last_frame: 9,
      [temperature]: '28.5',
      'metadata.plate': '007',
    };
    expect(subjectOfRow(row, defaultVocabulary)).toEqual({
      name: 'e1',
      level: 'embryo',
      parent: 'v1',
      frames: { first: 3, last: 9 },
      metadata: { temperature_c: 28.5, plate: '007' },
    });
  });

  it('says what is wrong with its frames', () => {
    expect(subjectOfRow({ name: 'e1', first_frame: 3 }, defaultVocabulary)).toEqual({
      problem: 'First and last frame belong together; one is missing',
    });
    expect(subjectOfRow({ name: 'e1', first_frame: 3, last_frame: 2 }, defaultVocabulary)).toEqual({
      problem: 'The last frame (2) comes before the first (3)',
    });
  });
});

describe('a sheet of jobs', () => {
  const schema = {
    properties: {
      water_level: { type: 'number', title: 'Water level', unit: 'm', minimum: 0 },
      options: {
        properties: {
          alpha: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.85 },
          method: { enum: ['stiv', 'piv'] },
        },
      },
      points: { type: 'array', items: { type: 'object' } },
    },
  };
  const input = (name: string, more: Partial<InputSpec> = {}): InputSpec => ({
    name,
    title: name,
    description: `The ${name}`,
    kind: 'file',
    count: 'one',
    optional: false,
    extensions: ['.mp4'],
    ...more,
  });
  const pipeline = {
    inputs: [input('video'), input('extra', { optional: true, count: 'many' })],
    parameters: fieldsOfSchema(schema),
  };

  it('has columns for inputs and every parameter that fits into a cell, with limits and units', () => {
    const fields = jobFields(pipeline, 'batch');
    expect(fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['id', false],
      ['inputs.video', true],
      ['inputs.extra', false],
      ['water_level', false],
      ['options.alpha', false],
      ['options.method', false],
      ['priority', false],
    ]);
    expect(fields.find(({ name }) => name === 'options.alpha')).toMatchObject({
      type: { kind: 'number', min: 0, isAboveMin: true, max: 1 },
      example: '0.85',
    });
    expect(mapped(['video_path', 'Water level (m)', 'alpha', 'date'], fields)).toEqual([
      'inputs.video',
      'water_level',
      'options.alpha',
      null,
    ]);
    expect(jobFields(pipeline, 'design').some(({ isRequired }) => isRequired)).toBe(false);
  });

  it('knows other names of parameters, times, and the unit that a heading states', () => {
    const nullable = (...types: string[]) => [...types.map((type) => ({ type })), { type: 'null' }];
    const site = {
      inputs: [input('video')],
      parameters: fieldsOfSchema({
        properties: {
          water_level: { type: 'number', title: 'Water level', aliases: ['water_surface_elevation', 'wse'] },
          water_level_unit: { enum: ['site', 'm', 'ft'], title: 'Unit of the water level' },
          start_time: { anyOf: nullable('number', 'string'), format: 'time-span', aliases: ['start'] },
          alpha: { anyOf: nullable('number'), default: null },
        },
      }),
    };
    const fields = jobFields(site, 'batch');
    expect(fields.find(({ name }) => name === 'start_time')?.type).toEqual({ kind: 'duration' });
    for (const [heading, unit] of [
      ['water_surface_elevation', undefined],
      ['WSE (ft)', 'ft'],
      ['wse_m', 'm'],
      ['Water level [ft]', 'ft'],
      ['water_surface_elevation (inches)', undefined],
    ] as const) {
      const columns = guessMapping(['video_path', heading, 'Start', 'gage_height'], [], fields, context);
      expect(columns.map(({ field }) => field)).toEqual(['inputs.video', 'water_level', 'start_time', null]);
      expect([heading, valuesOfHeadings(columns, site)]).toEqual([
        heading,
        unit === undefined ? {} : { water_level_unit: unit },
      ]);
    }
  });

  it('gives jobs that leave out what is left empty', () => {
    const row = {
      id: 'a',
      'inputs.video': 'a.mp4',
      'inputs.extra': 'x.csv; y.csv',
      water_level: 3.2,
      'options.alpha': 0.9,
      'options.method': null,
      'metadata.date': '2026-11-21',
      priority: null,
    };
    expect(jobOfRow(7, row, pipeline)).toEqual({
      id: 'a',
      params: { water_level: 3.2, options: { alpha: 0.9 } },
      inputs: { video: 'a.mp4', extra: ['x.csv', 'y.csv'] },
      metadata: { date: '2026-11-21' },
      priority: 0,
    });
    expect(jobOfRow(7, {}, pipeline)).toMatchObject({ id: 'row 7', params: {}, inputs: {} });
  });
});
