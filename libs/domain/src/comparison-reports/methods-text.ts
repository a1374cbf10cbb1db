/**
 * The methods paragraph of a paper, made only of facts that the comparison holds: what was computed, what is missing
 * from the means, how intervals and tests were made, and from which seeds.
 */
import { valueText } from '../comparison/parameters.js';
import type { SettingContrast } from '../comparison/verdict.js';
import { type ComparisonReport, markedBest, type ReportSource } from './comparison-report.js';
import { countOf, listText, meanText } from './numbers.js';
import { halfOf } from './pivot.js';

/** Values of a parameter named one by one. */
const shownValues = 8;

/** Sentences in order; join them with spaces. */
export function methodsSentences(report: ComparisonReport): string[] {
  return [
    jobsSentence(report),
    sourcesSentence(report),
    metricSentence(report),
    varyingSentence(report),
    ...report.facts.sources.flatMap((source) => designSentence(source, report)),
    ...leftOutSentences(report),
    ...missingSentences(report),
    ...intervalSentences(report),
    ...testSentences(report),
    ...resultSentences(report),
    softwareSentence(report),
  ];
}

/** The paragraph as one text. */
export function methodsText(report: ComparisonReport): string {
  return methodsSentences(report).join(' ');
}

function jobsSentence({ facts, comparison, counts, inputCount, replicates }: ComparisonReport): string {
  const versions = [...new Set(facts.sources.map((source) => source.pipelineVersion))].sort();
  const pipeline = `${facts.pipelineName} ${listText(versions)}`;
  const settings = comparison.settings.length;
  const jobs = countOf(counts.jobs, 'job');
  const parts = [countOf(settings, 'setting'), countOf(inputCount, 'input')];
  const isProduct =
    replicates.min === replicates.max && settings * inputCount * replicates.max === counts.jobs;
  if (isProduct) {
    const product = [...parts, countOf(replicates.max, 'replicate')].join(' × ');
    return `${product} = ${jobs} of ${pipeline}.`;
  }
  const times =
    replicates.min === replicates.max
      ? countOf(replicates.max, 'replicate')
      : `${replicates.min} to ${countOf(replicates.max, 'replicate')}`;
  return `${listText(parts)} with ${times} where both were combined: ${jobs} of ${pipeline}.`;
}

function sourcesSentence({ facts, jobsBySource }: ComparisonReport): string {
  const named = facts.sources.map((source, index) => {
    const label = facts.sources.length === 1 ? '' : `${source.label}: `;
    const id = source.id === null ? '' : `, ${source.kind} ${source.id}`;
    const when = source.createdAt === null ? '' : `, ${source.createdAt.slice(0, 10)}`;
    return `${label}“${source.name}” (${countOf(jobsBySource[index] ?? 0, 'job')}${id}${when})`;
  });
  return named.length === 1 ? `They come from ${named[0]}.` : `They come from ${listText(named)}.`;
}

function leftOutSentences({ comparison: { warnings } }: ComparisonReport): string[] {
  return warnings.flatMap(({ code, message }) => (code === 'LEFT_OUT' ? [message] : []));
}

function metricSentence({ comparison: { metric, direction, settings } }: ComparisonReport): string {
  const unit = metric.unit === '1' ? 'without unit' : `in ${metric.unit}`;
  const better = direction === 'minimize' ? 'smaller' : 'larger';
  const verb = settings.length === 1 ? 'was described' : 'were compared';
  return `Settings ${verb} by ${metric.title} (${metric.name}, ${unit}; ${better} is better).`;
}

function varyingSentence({ comparison: { varying, constant } }: ComparisonReport): string {
  const fixed = Object.keys(constant).length;
  const rest =
    fixed === 0 ? '' : `; ${countOf(fixed, 'other parameter')} ${fixed === 1 ? 'was' : 'were'} constant`;
  if (varying.length === 0) return `No parameter varied${rest}.`;
  const named = varying.map(({ path, values }) => {
    const shown = values.slice(0, shownValues).map(valueText);
    const more = values.length > shownValues ? ` and ${values.length - shownValues} more values` : '';
    return `${path} (${shown.join(', ')}${more})`;
  });
  return `What varied: ${named.join('; ')}${rest}.`;
}

const kindWords: Readonly<Record<string, string>> = {
  grid: 'a full grid of the values',
  zip: 'values combined in step, one by one',
  list: 'a list',
  random: 'random draws',
  latin_hypercube: 'a Latin hypercube',
  sobol: 'a Sobol sequence',
  adaptive: 'proposals that followed earlier results',
};

function designSentence(
  { label, spec, excludedByWhere }: ReportSource,
  { facts }: ComparisonReport,
): string[] {
  if (spec === null) return [];
  const kind = typeof spec.kind === 'string' ? spec.kind : 'grid';
  const of = facts.sources.length === 1 ? '' : ` of ${label}`;
  const adaptive = spec.adaptive;
  const isMethodKnown = adaptive !== null && typeof adaptive === 'object' && 'method' in adaptive;
  const method = isMethodKnown ? ` (method ${String(adaptive.method)})` : '';
  const seed = kind === 'list' || spec.seed === undefined ? '' : `, seed ${String(spec.seed)}`;
  const sentence = `The settings${of} are ${kindWords[kind] ?? kind.replaceAll('_', ' ')}${method}${seed}.`;
  if (typeof spec.where !== 'string') return [sentence];
  const count = excludedByWhere === null ? 'Combinations' : countOf(excludedByWhere, 'combination');
  return [sentence, `${count} ${excludedByWhere === 1 ? 'was' : 'were'} excluded by “${spec.where}”.`];
}

function missingSentences({ counts, failures, comparison }: ComparisonReport): string[] {
  const sentences: string[] = [];
  if (counts.failed > 0) {
    const kinds = [
      ...(counts.timedOut > 0 ? [`${counts.timedOut} by running out of time`] : []),
      ...(counts.outOfMemory > 0 ? [`${counts.outOfMemory} by running out of memory`] : []),
    ];
    const how = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
    const cause =
      failures.length === 1 ? `${counts.failed === 1 ? '' : ', all'} with “${failures[0]?.message}”` : '';
    sentences.push(
      `${countOf(counts.failed, 'job')} failed${how}${cause} and ${counts.failed === 1 ? 'enters' : 'enter'} no mean.`,
    );
  } else sentences.push('No job failed.');
  if (counts.stoppedEarly > 0) {
    const verb = counts.stoppedEarly === 1 ? 'was' : 'were';
    sentences.push(
      `${countOf(counts.stoppedEarly, 'job')} ${verb} stopped early for doing worse than others.`,
    );
  }
  if (counts.cancelledOrSkipped > 0) {
    const verb = counts.cancelledOrSkipped === 1 ? 'was' : 'were';
    sentences.push(`${countOf(counts.cancelledOrSkipped, 'job')} ${verb} cancelled or skipped.`);
  }
  if (counts.unfinished > 0) {
    const verb = counts.unfinished === 1 ? 'has' : 'have';
    sentences.push(`${countOf(counts.unfinished, 'job')} ${verb} not finished.`);
  }
  const silent = counts.withResult - comparison.shownJobs;
  if (silent > 0) sentences.push(`${countOf(silent, 'job')} gave no value of the metric.`);
  if (counts.reused > 0) {
    const verb = counts.reused === 1 ? 'was' : 'were';
    sentences.push(`${countOf(counts.reused, 'result')} ${verb} taken over from earlier equal jobs.`);
  }
  return sentences;
}

function intervalSentences({ comparison: { settings, metric } }: ComparisonReport): string[] {
  const sizes = settings.flatMap((setting) => setting.metrics[metric.name]?.n ?? []);
  if (sizes.length === 0) return ['No setting has a value yet.'];
  const single = sizes.filter((n) => n === 1).length;
  if (single === sizes.length) return ['Each setting rests on one value, so there are no intervals.'];
  const some =
    single === 0
      ? ''
      : `; ${countOf(single, 'setting')} with one value ${single === 1 ? 'has' : 'have'} none`;
  return [`Intervals are two-sided 95 % t intervals of the mean${some}.`];
}

function testSentences({ comparison, inputCount }: ComparisonReport): string[] {
  if (markedBest(comparison) === null) return [];
  const { settings } = comparison;
  const testWords: Readonly<Record<string, string>> = {
    paired_t: `paired t tests over ${inputCount === 1 ? 'replicates' : 'inputs'}`,
    welch: "Welch's t tests",
  };
  const contrasts = settings.flatMap((setting): SettingContrast[] =>
    setting.versusBest === null ? [] : [setting.versusBest],
  );
  const tested = new Map<string, number>();
  for (const { method } of contrasts) if (method !== null) tested.set(method, (tested.get(method) ?? 0) + 1);
  if (tested.size === 0) {
    return contrasts.length === 0 ? [] : ['There are too few values to test settings against each other.'];
  }
  const total = [...tested.values()].reduce((sum, n) => sum + n, 0);
  const named = [...tested].map(
    ([method, n]) => `${testWords[method] ?? method}${tested.size > 1 ? ` (${n})` : ''}`,
  );
  const untested = contrasts.length - total;
  const rest = untested === 0 ? '' : ` ${countOf(untested, 'setting')} had too few values for a test.`;
  return [
    `Settings were compared with the best one by two-sided ${listText(named)}, with p values corrected after Holm over ${countOf(total, 'comparison')}, at a level of 5 %.${rest}`,
  ];
}

function resultSentences(report: ComparisonReport): string[] {
  const { settings, metric } = report.comparison;
  const bestKey = markedBest(report.comparison);
  const best = settings.find((setting) => setting.settingKey === bestKey);
  const summary = best?.metrics[metric.name];
  if (best === undefined || summary === undefined || settings.length < 2) return [];
  const half = halfOf(summary.interval);
  const unit = metric.unit === '1' ? '' : ` ${metric.unit}`;
  const values = Object.entries(best.values).map(([path, value]) => `${path} = ${valueText(value)}`);
  const verdict = (name: string) => settings.filter((setting) => setting.versusBest?.verdict === name).length;
  const [alike, worse] = [verdict('not_separable'), verdict('worse')];
  const told = [
    ...(worse > 0 ? [`${countOf(worse, 'setting')} ${worse === 1 ? 'is' : 'are'} worse than it`] : []),
    ...(alike > 0 ? [`${countOf(alike, 'setting')} cannot be told from it`] : []),
  ];
  const separation = told.length === 0 ? '' : `; ${listText(told)}`;
  const place = values.length === 0 ? 'the only one' : values.join(', ');
  return [
    `The best mean is ${meanText(summary.mean, half)}${unit} (n = ${summary.n}) at ${place}${separation}.`,
  ];
}

function softwareSentence({ facts: { software, generatedAt } }: ComparisonReport): string {
  const names = Object.entries(software).map(([name, version]) => `${name} ${version}`);
  const date = generatedAt.slice(0, 10);
  return names.length === 0 ? `Written on ${date}.` : `Written on ${date} with ${listText(names)}.`;
}
