import { type Json, schedulePoliciesJsonSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import type { WholeSchedule } from './queries';
import { draftOf, emptyDraft, readDraft } from './schedule-draft';

const fields = fieldsOf(schedulePoliciesJsonSchema as Json);

describe('what stands in the form', () => {
  it('becomes a design without inputs of its own', () => {
    const { input, messages } = readDraft({ ...emptyDraft(), name: 'N', target: 'design:7' }, fields);
    expect(messages).toEqual({});
    expect(input).toMatchObject({
      designId: '7',
      templateId: null,
      inputs: null,
      policies: {},
      newOnly: true,
    });
  });

  it('becomes a template with files by name, empty ones left out', () => {
    const draft = { ...emptyDraft(), target: 'template:4', inputs: { video: 'night_*.mp4', mask: ' ' } };
    expect(readDraft(draft, fields).input).toMatchObject({
      templateId: '4',
      inputs: { video: 'night_*.mp4' },
    });
  });

  it('gives back the schedule that it was made from', () => {
    const policies = { missed: 'all', missedMost: 3, overlap: 'skip', jitterS: 60, pauseAfterFailures: 2 };
    const schedule = {
      name: 'N',
      cron: '0 3 * * 1',
      zone: 'UTC',
      policies,
      inputs: { video: 'a.mp4' },
      sheet: null,
      templateVersion: 2,
      newOnly: false,
      design: null,
      template: { id: '4', name: 'T' },
    } as unknown as WholeSchedule;
    const { input } = readDraft(draftOf(schedule, fields), fields);
    expect(input).toEqual({
      name: 'N',
      cron: '0 3 * * 1',
      zone: 'UTC',
      policies,
      designId: null,
      templateId: '4',
      templateVersion: 2,
      sheet: null,
      inputs: { video: 'a.mp4' },
      newOnly: false,
    });
  });

  it.each([
    [{ pipeline: 'rigid-body' }, null, { templateId: null }],
    [{}, { id: '4', name: 'T' }, { templateId: '4' }],
  ])('gives back a sheet whose rows are jobs of %j', (of, template, expected) => {
    const sheet = {
      share: 'lab',
      path: 'a/jobs.xlsx',
      sheet: null,
      fields: { Walk: 'inputs.markers', Note: null },
      ...of,
    };
    const schedule = {
      name: 'N',
      policies: {},
      inputs: null,
      sheet,
      design: null,
      template,
    } as unknown as WholeSchedule;
    const { input } = readDraft(draftOf(schedule, fields), fields);
    expect(input).toMatchObject({ designId: null, inputs: null, sheet, ...expected });
  });

  it('says what is wrong with a policy at its field', () => {
    const draft = { ...emptyDraft(), policies: { ...emptyDraft().policies, values: { jitterS: '1.5' } } };
    expect(readDraft(draft, fields).messages).toEqual({ jitterS: '1.5 is not a whole number.' });
  });
});
