import { describe, expect, it } from '@jest/globals';
import { newBatchHref, newBatchOfSettingsHref } from '../actions/new-batch';
import { comparisonOf } from '../comparison.fixture';
import type { Source } from '../queries';
import { parseView } from '../view/url-state';
import {
  idsOf,
  pipelineOf,
  projectsOf,
  sourceHref,
  sourceLabels,
  withoutSource,
  withSource,
} from './sources';

const pipeline = { name: 'rigid-body', title: 'Rigid body' };
const project = { slug: 'sample' };
const none = { batch: null, design: null, job: null };
const sources: Source[] = [
  {
    ...none,
    label: 'A',
    kind: 'design',
    id: '4',
    name: 'Weights',
    jobs: 27,
    design: { id: '4', name: 'Weights', pipeline, project },
  },
  {
    ...none,
    label: 'B',
    kind: 'job',
    id: '30',
    name: 'One job',
    jobs: 1,
    job: { id: '30', label: 'a = 1', state: 'succeeded', batch: { id: '9', pipeline }, project },
  },
];
const view = parseView(new URLSearchParams('designs=4&jobs=30&baseline=s1&selected=s0&metric=error_mm'));

describe('the sources of a comparison', () => {
  it('lead to their pages and know their pipeline and project', () => {
    expect(sources.map((source) => sourceHref('sample', source))).toEqual([
      '/projects/sample/designs/4',
      '/projects/sample/jobs/30',
    ]);
    expect(pipelineOf({ sources })).toEqual(pipeline);
    expect(pipelineOf({ sources: [] })).toBeNull();
    expect(projectsOf({ sources })).toEqual(['sample', 'sample']);
    expect(idsOf({ sources }, 'job')).toEqual(['30']);
  });

  it('lead to a new batch from the first batch that has the setting, of designs from the newest one', () => {
    const [setting] = comparisonOf([{ params: { a: 1 }, values: [1] }]).settings;
    const href = (indexes: number[]) =>
      newBatchHref('sample', { sources }, { ...setting!, sources: indexes });
    expect(href([0, 1])).toBe('/projects/sample/batches/new?fromBatch=9&settingKey=s0');
    expect(href([0])).toBe('/projects/sample/batches/new?settingKey=s0');
  });

  it('lead to a new batch of several settings, with what is compared', () => {
    const settings = [{ key: 'ab12cd34ef' }, { key: 'ff00ff00ff' }];
    expect(newBatchOfSettingsHref('sample', { sources }, settings)).toBe(
      '/projects/sample/batches/new?designs=4&jobs=30&settings=ab12cd34,ff00ff00',
    );
  });

  it('are added once, and leave nothing of their settings behind', () => {
    expect(withSource(view, 'batch', '2')).toEqual({ batchIds: ['2'] });
    expect(withSource(view, 'job', '30')).toEqual({});
    const left = withoutSource(view, { kind: 'job', id: '30' });
    expect(left).toMatchObject({
      designIds: ['4'],
      jobIds: [],
      baselineKey: null,
      selected: [],
      metric: 'error_mm',
    });
  });

  it('name the origin of a setting only where there are several', () => {
    const [setting] = comparisonOf([{ params: { a: 1 }, values: [1] }]).settings;
    const both = { ...setting!, sources: [0, 1] };
    expect(sourceLabels({ sources }, both)).toBe('A, B');
    expect(sourceLabels({ sources: sources.slice(0, 1) }, both)).toBeNull();
  });
});
