import { expect, it } from '@jest/globals';
import { stageOfProblem } from './stage-of-problem.js';

it.each([
  ['VIDEO_UNREADABLE', { input: 'video', file: 'a.mp4' }, 'open-video'],
  ['FILE_NOT_FOUND', { input: 'video' }, 'open-video'],
  ['TIME_OUTSIDE_VIDEO', { input: 'video' }, 'extract'],
  ['VIDEO_TOO_SHORT', { input: 'video' }, 'extract'],
  ['COLLINEAR_CONTROL_POINTS', { input: 'scaffold', parameter: 'control_points' }, 'rectify'],
  ['BAD_SCAFFOLD', { input: 'scaffold', parameter: 'cross_section.points' }, 'discharge'],
  ['DRY_SECTION', { parameter: 'water_level' }, 'discharge'],
  ['TOO_LARGE', { parameter: 'alpha' }, null],
])('%s of %j belongs to %s', (code, place, stage) => {
  expect(stageOfProblem({ code, place })).toBe(stage);
});
