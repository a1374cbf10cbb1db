/** What must hold between the fields of a definition. */
import { VALIDATE_STAGE } from '../execution/execute.js';
import { nearestName } from '../parameters/nearest.js';
import { parameterPaths, schemaOfType } from '../parameters/schema.js';
import { findPipeline } from '../registry.js';
import type { CommandDefinition, MetricSource } from './definition.js';
import { maxFilesChars } from './definition.js';
import { readParamsSchema } from './params-schema.js';
import { isWhole, placeholdersIn, plainPlaceholders } from './placeholders.js';
import type { DefinitionIssue } from './read-definition.js';
import { ownSlurmOptions } from './slurm.js';

/** Every issue at once. */
export function checkDefinition(definition: CommandDefinition): DefinitionIssue[] {
  return [
    ...checkName(definition),
    ...checkParams(definition),
    ...checkArguments(definition),
    ...checkMetrics(definition),
    ...checkStages(definition),
    ...checkFiles(definition),
    ...checkVariables(definition),
    ...checkSlurm(definition),
  ];
}

function checkName({ name }: CommandDefinition): DefinitionIssue[] {
  if (findPipeline(name) === undefined) return [];
  const expectation = 'a name that no built-in pipeline has';
  return [{ path: ['name'], message: `There is a built-in pipeline ${name}.`, expectation }];
}

function checkParams({ params }: CommandDefinition): DefinitionIssue[] {
  return readParamsSchema(params).issues.map(({ path, message, expectation }) => ({
    path,
    code: 'BAD_PARAMETER_SCHEMA',
    message: `${message}: expected ${expectation}.`,
    expectation,
  }));
}

function checkArguments(definition: CommandDefinition): DefinitionIssue[] {
  const { type, issues } = readParamsSchema(definition.params);
  if (issues.length > 0) return [];
  const known = [
    ...plainPlaceholders,
    ...Object.keys(definition.inputs).map((name) => `inputs.${name}`),
    ...Object.keys(definition.files).map((name) => `files.${name}`),
    ...parameterPaths(schemaOfType(type)).map((path) => `params.${path}`),
  ];
  return definition.command.flatMap((argument, index) =>
    placeholdersIn(argument).flatMap((name): DefinitionIssue[] => {
      if (!known.includes(name)) return [unknownPlaceholder(name, index, known)];
      const input = definition.inputs[name.replace(/^inputs\./, '')];
      if (!name.startsWith('inputs.') || input?.count !== 'many' || isWhole(argument)) return [];
      const expectation = `{${name}} as an argument of its own`;
      const message = `{${name}} stands for several files, so it cannot be a part of an argument.`;
      return [{ path: ['command', index], message, expectation }];
    }),
  );
}

function unknownPlaceholder(name: string, index: number, known: readonly string[]): DefinitionIssue {
  const nearest = nearestName(name, known);
  return {
    path: ['command', index],
    code: 'UNKNOWN_PLACEHOLDER',
    message: `There is nothing to put in the place of {${name}}${nearest ? `; did you mean {${nearest}}?` : '.'}`,
    expectation: `one of ${known.map((each) => `{${each}}`).join(', ')}`,
    fix: `Correct it, or write {{${name}}} where the braces are meant.`,
  };
}

function checkMetrics({ metrics, objective, mainFigure }: CommandDefinition): DefinitionIssue[] {
  const names = Object.keys(metrics);
  const issues = Object.entries(metrics).flatMap(([name, { from }]) =>
    from === undefined ? [] : checkSource(from, ['metrics', name, 'from']),
  );
  const expectation = names.length > 0 ? `one of ${names.join(', ')}` : 'nothing, as no metrics are declared';
  for (const [field, name] of Object.entries({ objective, mainFigure })) {
    if (name === undefined || names.includes(name)) continue;
    issues.push({ path: [field], message: `There is no metric ${name}.`, expectation });
  }
  return issues;
}

function checkSource(source: MetricSource, path: readonly string[]): DefinitionIssue[] {
  const { file, path: inFile, column, pattern } = source;
  const ways = [inFile, column, pattern].filter((way) => way !== undefined).length;
  if (ways !== 1 || (pattern === undefined) === (file === undefined)) {
    const expectation = 'file with path (JSON), file with column (CSV), or pattern (log)';
    return [{ path, message: `${path.join('.')} does not say one way to find the number.`, expectation }];
  }
  if (pattern === undefined) return [];
  const groups = countGroups(pattern);
  if (groups === 1) return [];
  const expectation = 'a regular expression with one group, for example cost = ([0-9.eE+-]+)';
  const what = groups === null ? 'is no regular expression' : `has ${groups} groups`;
  return [{ path: [...path, 'pattern'], message: `The pattern ${pattern} ${what}.`, expectation }];
}

/** null: no regular expression. */
function countGroups(pattern: string): number | null {
  try {
    return (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
  } catch {
    return null;
  }
}

function checkStages({ stages }: CommandDefinition): DefinitionIssue[] {
  return stages.flatMap((stage, index): DefinitionIssue[] => {
    if (stage !== VALIDATE_STAGE && stages.indexOf(stage) === index) return [];
    const expectation = 'another name';
    const why = stage === VALIDATE_STAGE ? 'comes before every job' : 'is named twice';
    return [{ path: ['stages', index], message: `The stage ${stage} ${why}.`, expectation }];
  });
}

function checkFiles({ files }: CommandDefinition): DefinitionIssue[] {
  const chars = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  if (chars <= maxFilesChars) return [];
  const expectation = `at most ${maxFilesChars} characters`;
  return [{ path: ['files'], message: `The files have ${chars} characters together.`, expectation }];
}

function checkSlurm({ slurm = [] }: CommandDefinition): DefinitionIssue[] {
  return slurm.flatMap((option, index): DefinitionIssue[] => {
    const [name = ''] = option.slice(2).split('=');
    if (!ownSlurmOptions.includes(name)) return [];
    const message = `--${name} cannot be given: it is set for each job.`;
    return [{ path: ['slurm', index], message, expectation: 'another option of srun' }];
  });
}

function checkVariables({ environment, secrets }: CommandDefinition): DefinitionIssue[] {
  const issue = (path: (string | number)[], name: string): DefinitionIssue[] =>
    name.startsWith('BATCHYARD_')
      ? [
          {
            path,
            message: `${name} cannot be set: such names are ours.`,
            expectation: 'a name that does not begin with BATCHYARD_',
          },
        ]
      : [];
  return [
    ...environment.flatMap((entry, index) => issue(['environment', index], entry)),
    ...secrets.flatMap((name, index) => issue(['secrets', index], name)),
  ];
}
