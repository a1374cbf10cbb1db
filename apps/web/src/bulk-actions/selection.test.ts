import { describe, expect, it } from '@jest/globals';
import { appliesTo, isSelected, nothingSelected, pageMark, pageToggled, toggled } from './selection';
import { applicableStates, buttonText } from './verbs';

const page = [
  { id: '1', state: 'running' },
  { id: '2', state: 'failed' },
  { id: '3', state: 'succeeded' },
] as const;
const all = { kind: 'all' } as const;

describe('a selection of jobs', () => {
  it('takes single jobs in and out', () => {
    const one = toggled(nothingSelected, '2', page);
    expect(isSelected(one, '2')).toBe(true);
    expect(pageMark(one, page)).toBe('some');
    expect(toggled(one, '2', page)).toEqual(nothingSelected);
  });

  it('of all leaves the others of the page when one is taken out', () => {
    expect(toggled(all, '2', page)).toEqual({ kind: 'some', ids: ['1', '3'] });
  });

  it('takes in the page, and lets it go again', () => {
    const whole = pageToggled(toggled(nothingSelected, '2', page), page);
    expect(pageMark(whole, page)).toBe('all');
    expect(pageToggled(whole, page)).toEqual(nothingSelected);
    expect(pageToggled(all, page)).toEqual(nothingSelected);
  });
});

describe('verbs on a selection', () => {
  const exact = (count: number) => ({ count, isCapped: false });

  it('apply to the states that allow them', () => {
    expect(appliesTo('cancel', ['1', '2', '3'], page)).toEqual(exact(1));
    expect(appliesTo('retry', ['1', '2', '3'], page)).toEqual(exact(1));
    expect(appliesTo('retry', ['1', '3'], page)).toEqual(exact(0));
    expect(applicableStates('retry', ['failed', 'running'])).toEqual(['failed']);
    expect(applicableStates('set_priority', [])).toEqual(['waiting', 'queued']);
  });

  it('say how many they apply to', () => {
    expect(buttonText('cancel', exact(12), exact(40))).toBe('Cancel 12 of 40');
    expect(buttonText('retry', exact(40), exact(40))).toBe('Retry 40');
    const capped = { count: 10_000, isCapped: true };
    expect(buttonText('cancel', capped, capped)).toBe('Cancel more than 10,000 of more than 10,000');
  });
});
