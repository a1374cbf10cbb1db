import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import { emptyForm, type FormPipeline, readForm } from './form-state';
import { linkOfForm, linkValues, withLinkValues } from './launch-link';

const input = (name: string, optional: boolean) => ({
  name,
  title: name,
  kind: 'file',
  count: 'one',
  optional,
  extensions: [],
});
const pipeline: FormPipeline = {
  name: 'river',
  title: 'River',
  inputs: [input('video', false), input('scaffold', false)],
  metrics: [{ name: 'discharge', direction: null }],
  objective: 'discharge',
  fields: fieldsOf({
    type: 'object',
    properties: {
      water_level: { type: 'number', default: 1, minimum: 0 },
      is_rough: { type: 'boolean', default: false },
      names: { type: 'array', items: { type: 'string' }, default: [] },
    },
  }),
  optionFields: fieldsOf({ type: 'object', properties: { priority: { type: 'integer', default: 0 } } }),
};
const files = [
  { id: '7', name: 'night.mp4' },
  { id: '6', name: 'day.mp4' },
  { id: '5', name: 'site.json' },
];
const read = (query: string) =>
  withLinkValues(emptyForm, linkValues(new URLSearchParams(query)), pipeline, files);

describe('an address of a form', () => {
  it('fills in parameters, options, values to try, files by name or id, and the name', () => {
    const { form, problems } = read(
      'template=3&version=2&param.is_rough=true&param.names=a,b&sweep.water_level=1,2&option.priority=60' +
        '&input.video=night.mp4&input.video=6&input.scaffold=site.json&name=Tonight',
    );
    expect(problems).toEqual([]);
    const { spec, options } = readForm({ ...form, pipeline: 'river' }, pipeline);
    expect(spec).toMatchObject({
      name: 'Tonight',
      params: { is_rough: true, names: ['a', 'b'] },
      axes: [{ parameter: 'water_level', values: [1, 2] }],
      inputs: [
        { video: '7', scaffold: '5' },
        { video: '6', scaffold: '5' },
      ],
    });
    expect(options).toEqual({ priority: 60 });
  });

  it('keeps a file of another input until a main one is chosen', () => {
    const { form } = read('input.scaffold=site.json');
    expect(form.selection).toMatchObject({ main: [], shared: { scaffold: [{ id: '5' }] } });
  });

  it.each([
    ['param.watr_level=2', 'param.watr_level: there is no such parameter; did you mean water_level?'],
    ['param.qqq=2', 'param.qqq: there is no such parameter.'],
    [
      'param.water_level=high',
      'param.water_level=high: “high” is not a number with “.” as decimal sign. It is left as it was.',
    ],
    [
      'param.water_level=-1',
      'param.water_level=-1: -1 is too small: enter a number, 0 or more. It is left as it was.',
    ],
    [
      'param.is_rough=perhaps',
      'param.is_rough=perhaps: “perhaps” is neither true nor false. It is left as it was.',
    ],
    ['sweep.water_level=1,1', 'sweep.water_level=1,1: 1 is listed twice. It is left out.'],
    ['option.priority=1.5', 'option.priority=1.5: 1.5 is not a whole number. It is left as it was.'],
    ['input.clip=a.mp4', 'input.clip: the pipeline has no such input; it has video, scaffold.'],
    ['input.video=gone.mp4', 'input.video=gone.mp4: the project has no such file.'],
  ])('%s is left out and told', (query, problem) => {
    const { form, problems } = read(query);
    expect(problems).toEqual([problem]);
    expect(form).toEqual(emptyForm);
  });

  it('gives back the form it was made from', () => {
    const query =
      'param.is_rough=true&sweep.water_level=1%2C2&option.priority=60&input.video=7&input.video=6&input.scaffold=5&name=T';
    const { form } = read(query);
    expect(linkOfForm(form, pipeline)).toEqual({ query: `pipeline=river&${query}`, leftOut: [] });
    expect(linkOfForm({ ...form, replicates: '3' }, pipeline).leftOut).toEqual(['replicates']);
  });
});
