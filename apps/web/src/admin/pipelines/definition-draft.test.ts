import { expect, it } from '@jest/globals';
import { definitionYaml, emptyInput, emptyMetric, emptyParameter, starterDraft } from './definition-draft';

it('writes the definition that the fields stand for', () => {
  expect(definitionYaml(starterDraft)).toBe(`name: smooth-series
version: "1.0.0"
title: Smooth a series
command: [python3, "{files.smooth.py}", "{inputs.series}", "{params_file}"]
params: { window: { type: integer, title: Window, default: 5, minimum: 1, unit: points } }
inputs:
  series: { extensions: [".csv"] }
metrics: { prediction_error: { unit: V, direction: minimize } }
files:
  smooth.py: |
    import json, sys
    params = json.load(open(sys.argv[2]))
    print(json.dumps({"metric": {"prediction_error": 1.0 / params["window"]}}))
`);
});

it('leaves out what is empty, and keeps a wrong value for the check to name', () => {
  const yaml = definitionYaml({
    ...starterDraft,
    program: '',
    params: [emptyParameter, { ...emptyParameter, name: 'level', default: 'high' }],
    inputs: [{ ...emptyInput, name: 'tables', extensions: '.csv .tsv', many: true, optional: true }],
    metrics: [emptyMetric],
    network: true,
    memoryMb: '500',
    image: ' docker.io/library/r-base:4.5.1 ',
  });
  expect(yaml.split('\n').slice(4)).toEqual([
    'params: { level: { type: number, default: high } }',
    'inputs:',
    '  tables: { extensions: [".csv", ".tsv"], count: many, optional: true }',
    'network: true',
    'container: { image: "docker.io/library/r-base:4.5.1" }',
    'limits: { memoryMb: 500 }',
    '',
  ]);
});

it.each([
  ['--partition=gpu\n\n--gres=gpu:1\n', 'slurm: ["--partition=gpu", "--gres=gpu:1"]'],
  ['', 'slurm: []'],
])('hands a program to Slurm, with or without options: %j', (slurmOptions, line) => {
  expect(definitionYaml({ ...starterDraft, bySlurm: true, slurmOptions }).split('\n')).toContain(line);
  expect(definitionYaml({ ...starterDraft, slurmOptions })).not.toContain('slurm');
});
