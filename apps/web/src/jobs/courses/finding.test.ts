import { describe, expect, it } from '@jest/globals';
import { courseFinding } from './finding';

describe('courseFinding', () => {
  it('says where the metric began and where it ended, with unit and steps', () => {
    const course = { title: 'Position error', unit: 'mm', steps: [1, 2, 34], values: [3.1, 2.9, 2.57] };
    expect(courseFinding(course)).toBe('Position error: from 3.1 mm at step 1 to 2.57 mm at step 34.');
  });

  it('says one step as one, and a plain number without a unit', () => {
    const course = { title: 'Final cost', unit: '1', steps: [4], values: [12] };
    expect(courseFinding(course)).toBe('Final cost: 12 at step 4.');
  });
});
