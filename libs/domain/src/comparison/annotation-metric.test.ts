import { describe, expect, it } from '@jest/globals';
import { defaultVocabulary } from '../annotations/default-vocabulary.js';
import { annotationMetric, annotationMetrics, isAnnotationMetric } from './annotation-metric.js';

describe('annotations as metrics', () => {
  it.each([
    ['annotation.flag.DARK', 'flag', 'DARK', 'count', 'frames', 'minimize'],
    ['annotation_share.flag.DARK', 'flag', 'DARK', 'share', '%', 'minimize'],
    ['annotation.flag', 'flag', null, 'count', 'frames', 'minimize'],
    ['annotation.phenotype.DEAD', 'phenotype', 'DEAD', 'count', 'frames', null],
    ['annotation.genotype.WT', 'genotype', 'WT', 'count', '1', null],
  ])('%s', (name, kind, value, measure, unit, direction) => {
    const metric = annotationMetric(defaultVocabulary, name);
    expect(metric).toMatchObject({ kind: { name: kind }, value, measure, spec: { name, unit, direction } });
  });

  it.each([
    'final_cost',
    'annotation',
    'annotation.',
    'annotation.nothing.DARK',
    'annotation.flag.NO_SUCH',
    // A subject has no share of frames.
    'annotation_share.genotype.WT',
  ])('%s is none', (name) => {
    expect(annotationMetric(defaultVocabulary, name)).toBeNull();
  });

  it('tells kinds apart whose names have dots', () => {
    const [flag, ...others] = defaultVocabulary.kinds.filter(({ name }) => name === 'flag');
    if (flag === undefined) throw new Error('The default vocabulary has flags.');
    const kinds = [flag, { ...flag, name: 'flag.late', title: 'Late' }, ...others];
    const found = annotationMetric({ ...defaultVocabulary, kinds }, 'annotation.flag.late.DARK');
    expect(found).toMatchObject({ kind: { name: 'flag.late' }, value: 'DARK' });
  });

  it('are offered for what is said in a project, by their titles', () => {
    const used = [
      { kind: 'flag', value: 'DARK' },
      { kind: 'genotype', value: 'WT' },
    ];
    const offered = annotationMetrics(defaultVocabulary, used);
    expect(offered.map(({ name, title }) => [name, title])).toEqual([
      ['annotation.genotype.WT', 'Genotype: Wild type'],
      ['annotation.flag.DARK', 'Flag of frames: Dark'],
      ['annotation_share.flag.DARK', 'Flag of frames: Dark, share'],
    ]);
    for (const { name } of offered) {
      expect(isAnnotationMetric(name)).toBe(true);
      expect(annotationMetric(defaultVocabulary, name)?.spec.name).toBe(name);
    }
  });
});
