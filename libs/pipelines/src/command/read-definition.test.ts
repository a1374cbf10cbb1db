import { describe, expect, it } from '@jest/globals';
import { mainFigure } from '../objective.js';
import { parseParams } from '../parameters/parse.js';
import { commandPipeline } from './command-pipeline.js';
import { inlineFiles } from './inline-files.js';
import { readCommandDefinition } from './read-definition.js';

const head = 'name: fit\nversion: "1.0.0"\ntitle: Fit\n';
const found = (text: string) =>
  readCommandDefinition(text, 'p.yaml').problems.map(({ code, place, message }) => [
    code,
    `${place.line}:${place.column}`,
    message,
  ]);

describe('reading a definition', () => {
  it('reports everything at once, with line and column', () => {
    const text = `name: Fit It
version: 1.0
title: Fit
comand: [true]
inputs:
  video: { extension: [.avi] }
metrics:
  Cost: {}
limits: { memoryMb: -1 }
`;
    expect(found(text)).toEqual([
      [
        'INVALID_FIELD',
        '1:1',
        'name is "Fit It": expected lower case words joined by -, for example flag-blurred-frames.',
      ],
      ['INVALID_FIELD', '2:1', 'version is 1: expected a text.'],
      ['MISSING_FIELD', '1:1', 'command is missing: expected a list.'],
      ['UNKNOWN_FIELD', '6:12', 'There is no field inputs.video.extension; did you mean extensions?'],
      ['INVALID_FIELD', '8:3', expect.stringContaining('Cost is no name here')],
      ['INVALID_FIELD', '9:11', 'limits.memoryMb is -1: expected a number of more than 0.'],
      ['UNKNOWN_FIELD', '4:1', 'There is no field comand; did you mean command?'],
    ]);
  });

  it.each([
    [
      'an unknown placeholder',
      'command: [x, "{ouput}"]',
      'There is nothing to put in the place of {ouput}; did you mean {output}?',
    ],
    [
      'an unknown input',
      'command: [x, "{inputs.video}"]',
      'There is nothing to put in the place of {inputs.video}',
    ],
    [
      'several files in a part',
      'command: [x, "-i={inputs.a}"]\ninputs: { a: { count: many } }',
      '{inputs.a} stands for several files',
    ],
    ['a shell string', 'command: python3 x.py', 'command is "python3 x.py": expected a list.'],
    [
      'two ways to a metric',
      'command: [x]\nmetrics: { m: { from: { file: a, pattern: "(b)" } } }',
      'metrics.m.from does not say one way',
    ],
    [
      'a pattern of two groups',
      'command: [x]\nmetrics: { m: { from: { pattern: "(a)(b)" } } }',
      'has 2 groups',
    ],
    ['a bad pattern', 'command: [x]\nmetrics: { m: { from: { pattern: "(" } } }', 'is no regular expression'],
    ['an unknown objective', 'command: [x]\nobjective: z', 'There is no metric z'],
    ['an unknown main figure', 'command: [x]\nmainFigure: z', 'There is no metric z'],
    ['a stage twice', 'command: [x]\nstages: [a, a]', 'The stage a is named twice'],
    ['a name of ours', 'command: [x]\nsecrets: [BATCHYARD_KEY]', 'cannot be set'],
    [
      'a type that is none',
      'command: [x]\nparams: { a: { type: float } }',
      'params.a.type cannot be used: expected one of number',
    ],
    [
      'a default that does not fit',
      'command: [x]\nparams: { a: { type: number, default: b } }',
      'params.a.default cannot be used',
    ],
    [
      'an unknown keyword',
      'command: [x]\nparams: { a: { type: number, min: 3 } }',
      'params.a.min cannot be used',
    ],
    ['broken YAML', 'command: [x', 'p.yaml, line'],
  ])('refuses %s', (_what, rest, message) => {
    const problems = readCommandDefinition(`${head}${rest}\n`, 'p.yaml').problems;
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.place.line).toBeGreaterThan(0);
  });

  it('refuses the name of a built-in pipeline', () => {
    expect(found('name: rigid-body\nversion: "1.0.0"\ntitle: x\ncommand: [x]')).toEqual([
      ['INVALID_FIELD', '1:1', 'There is a built-in pipeline rigid-body.'],
    ]);
  });

  it('takes parameters as properties or as a JSON Schema', () => {
    const read = (params: string) => {
      const { definition } = readCommandDefinition(`${head}command: [x]\nparams: ${params}\n`, 'p.yaml');
      if (definition === null) throw new Error('It has problems.');
      return commandPipeline(definition);
    };
    const properties = read(
      '{ a: { type: integer }, b: { enum: [x, y], default: x }, c: { type: [number, "null"], default: null } }',
    );
    expect(parseParams(properties, { a: 2 })).toEqual({ params: { a: 2, b: 'x', c: null } });
    expect(parseParams(properties, {})).toMatchObject({ problems: [{ code: 'MISSING_PARAMETER' }] });
    const schema = read(
      '{ type: object, required: [a], properties: { a: { type: array, items: { type: number } }, g: { type: object, properties: { d: { type: boolean, default: true } } }, o: { type: string } } }',
    );
    expect(parseParams(schema, { a: [1] })).toEqual({ params: { a: [1], g: { d: true } } });
  });

  it('marks the main figure', () => {
    const text = `${head}command: [x]\nmetrics: { cost: , flow: { unit: m³/s } }\nmainFigure: flow\n`;
    const { definition } = readCommandDefinition(text, 'p.yaml');
    if (definition === null) throw new Error('It has problems.');
    const pipeline = commandPipeline(definition);
    expect([mainFigure(pipeline).name, pipeline.objective]).toEqual(['flow', 'cost']);
  });

  it('takes in the files that it names', () => {
    const text = `${head}# why\ncommand: [python3, "{files.fit.py}"]\nfiles: [scripts/fit.py]\n`;
    const whole = inlineFiles(text, (name) => `print("${name}")\nprint(2)\n`);
    expect(whole).toContain('# why');
    expect(readCommandDefinition(whole, 'p.yaml').definition?.files).toEqual({
      'fit.py': 'print("scripts/fit.py")\nprint(2)\n',
    });
    expect(inlineFiles(`${head}command: [`, () => '')).toBe(`${head}command: [`);
  });
});
