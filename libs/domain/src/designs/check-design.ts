/** The rules between the fields of a design. Works on unchecked data: single fields may have wrong types. */
import type { z } from 'zod';
import { checkEntries } from './check-entries.js';
import type { DesignKind, DesignSpec } from './design.js';
import type { ListedJob } from './jobs.js';
import { demand, type Report, refuse } from './rules.js';

type Given = Readonly<Partial<DesignSpec>>;

/** Adds an issue for every broken rule; `params` of an issue hold its expectation and fix. */
export function checkDesign(spec: Given, context: z.core.$RefinementCtx<unknown>): void {
  if (typeof spec !== 'object' || spec === null) return;
  const report: Report = ({ path, message, expectation, fix }) =>
    context.addIssue({ code: 'custom', path: [...path], message, params: { expectation, fix } });
  const tooFew = (field: string, message: string) =>
    context.addIssue({
      code: 'too_small',
      origin: 'array',
      minimum: 1,
      inclusive: true,
      input: [],
      path: [field],
      message,
    });
  if (spec.kind === 'list') {
    if (isEmpty(spec.jobs)) tooFew('jobs', 'A list needs at least one job.');
    checkList(spec, report);
  } else {
    if (Array.isArray(spec.inputs) && spec.inputs.length === 0) {
      tooFew('inputs', 'A design needs at least one input.');
    }
    checkSettings(spec, report);
  }
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list === undefined || (Array.isArray(list) && list.length === 0);
}

const drawn: readonly unknown[] = ['random', 'latin_hypercube', 'sobol', 'adaptive'] satisfies DesignKind[];

/** A design whose settings are made from axes. */
function checkSettings(spec: Given, report: Report): void {
  const { kind, axes } = spec;
  if (spec.jobs !== undefined) {
    refuse(['jobs'], `kind: list names jobs; a ${kind} makes them from axes`, report);
  }
  if (drawn.includes(kind)) {
    if (spec.samples === undefined) {
      const message = `A design of kind ${kind} needs a number of samples.`;
      demand(['samples'], message, 'the number of settings to try', report);
    }
    if (isEmpty(axes)) {
      demand(['axes'], `A design of kind ${kind} needs something to vary.`, 'a list of axes', report);
    }
  } else if (spec.samples !== undefined) {
    refuse(['samples'], `a ${kind} tries every value; random, latin_hypercube and sobol draw`, report);
  }
  if (spec.adaptive !== undefined && kind !== 'adaptive') {
    refuse(['adaptive'], 'only kind: adaptive proposes settings from results', report);
  }
  if (Array.isArray(axes)) checkEntries(axes, kind, ['axes'], report);
  checkFolds(spec, report);
}

function checkFolds({ crossValidation, inputs }: Given, report: Report): void {
  const folds = crossValidation?.folds;
  if (typeof folds !== 'number' || !Array.isArray(inputs) || inputs.length === 0 || folds <= inputs.length) {
    return;
  }
  report({
    path: ['crossValidation', 'folds'],
    message: `${folds} folds cannot be made of ${inputs.length === 1 ? '1 input' : `${inputs.length} inputs`}.`,
    expectation: 'at most as many folds as inputs, and at least 2',
    fix: inputs.length < 2 ? 'Add inputs.' : `Use at most ${inputs.length} folds.`,
  });
}

const notInList: readonly (readonly [keyof DesignSpec, string])[] = [
  ['samples', 'a list draws nothing'],
  ['where', 'leave jobs out of the list instead'],
  ['crossValidation', 'a list gives each job its own inputs'],
  ['adaptive', 'a list proposes nothing'],
];

function checkList(spec: Given, report: Report): void {
  if (!isEmpty(spec.axes ?? [])) {
    refuse(['axes'], 'a list has no axes: write the values into its jobs', report);
  }
  if (!isEmpty(spec.inputs ?? [])) refuse(['inputs'], 'a list gives each job its own inputs', report);
  if ((spec.replicates ?? 1) !== 1) refuse(['replicates'], 'a list names each of its jobs', report);
  for (const [field, why] of notInList) if (spec[field] !== undefined) refuse([field], why, report);
  if (Array.isArray(spec.jobs)) checkIds(spec.jobs, report);
}

function checkIds(jobs: readonly Partial<ListedJob>[], report: Report): void {
  const firstIndex = new Map<unknown, number>();
  jobs.forEach((job, index) => {
    const id = job?.id;
    const first = firstIndex.get(id);
    if (first === undefined) firstIndex.set(id, index);
    else if (typeof id === 'string' && id !== '') {
      report({
        path: ['jobs', index, 'id'],
        message: `Jobs ${first + 1} and ${index + 1} of the list have the same id ${id}. Give each its own.`,
        expectation: 'an id that no other job of the list has',
        fix: 'Give one of the jobs another id.',
      });
    }
  });
}
