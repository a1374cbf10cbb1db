import { findPipeline, type Pipeline, parseParams } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import {
  describeParameterOptions,
  parameterFields,
  parameterOptions,
  parametersGiven,
} from './parameter-options.js';

const pipeline = findPipeline('river-discharge') as Pipeline;
const fields = parameterFields(pipeline);
const given = (values: object) => parametersGiven(fields, values as Record<string, unknown>);

describe('options of a command from the parameters of a pipeline', () => {
  it('are one for each parameter, and for each of its other names', () => {
    const names = Object.keys(parameterOptions(fields));
    expect(names).toEqual(
      expect.arrayContaining(['water-level', 'wse', 'wse-unit', 'start-time', 'start', 'end', 'date']),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(describeParameterOptions(fields)).toContain('--water-surface-elevation');
  });

  it('give raw parameters, numbers where numbers belong', () => {
    expect(
      given({
        wse: '318.5',
        'wse-unit': 'ft',
        start: '1:30',
        'frame-step': '2',
        comments: '7',
        'keep-temp': true,
      }),
    ).toEqual({
      keep_frames: true,
      water_level: 318.5,
      water_level_unit: 'ft',
      start_time: '1:30',
      frame_step: 2,
      comment: '7',
    });
    expect(given({})).toEqual({});
  });

  it('refuse two names of one parameter', () => {
    expect(() => given({ wse: '1', 'water-level': '2' })).toThrow(
      '--water-level and --wse are one parameter: give it once.',
    );
  });

  it.each([
    [{ wse: 'high' }, 'water_level'],
    [{ wse: '' }, 'water_level'],
    [{ alpha: '0' }, 'alpha'],
    [{ alpha: '-0.5' }, 'alpha'],
    [{ alpha: '1.5' }, 'alpha'],
    [{ 'frame-step': '0' }, 'frame_step'],
    [{ 'max-frames': '1' }, 'max_frames'],
    [{ 'wse-unit': 'yd' }, 'water_level_unit'],
    [{ start: 'soon' }, 'start_time'],
    [{ end: '1:2:3:4' }, 'end_time'],
  ])('%j is refused by the parameter itself', (values, parameter) => {
    const parsed = parseParams(pipeline, { water_level: 1, ...given(values) });
    const places = 'problems' in parsed ? parsed.problems.map(({ place }) => place.parameter) : [];
    expect(places).toEqual([parameter]);
  });
});
