import { defaultVocabulary, landmarkPositions } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { hitText, needsNames, previewOf } from './preview';

const subject = { name: 'e01', numbers: Array.from({ length: 20 }, (_, index) => index * 2) };
const places = (...landmarks: { name: string; frameNumber: number }[]) =>
  landmarkPositions(landmarks, defaultVocabulary, subject.numbers);
const none = places();
const death = places({ name: 'death', frameNumber: 20 });

describe('the preview of a range', () => {
  it('says how many frames are hit, and which', () => {
    expect(previewOf('[4:9,12]', subject, none).text).toBe('6 of 20 frames: 4–8, 12');
    expect(previewOf('all', subject, none).text).toBe('20 of 20 frames: 0–19');
    expect(previewOf('[::4]', subject, none).text).toBe('5 of 20 frames: 0, 4, 8, 12, 16');
    expect(hitText([0, 2, 4, 6, 8, 10, 12, 14], 20)).toBe(
      '8 of 20 frames: 0, 2, 4, 6, 8, 10 and 2 more runs',
    );
  });

  it('resolves landmarks by position, whatever the frame numbers', () => {
    expect(previewOf('death-2:death+1', subject, death).positions).toEqual([8, 9, 10]);
  });

  it('names what is wrong and where', () => {
    const open = previewOf('[4:', subject, none);
    expect(open.positions).toEqual([]);
    expect(open.error).toMatch(/\(character \d+\)$/);
    expect(previewOf('death:', subject, none).error).toContain('e01');
    expect(previewOf('Death+2', subject, none).error).toBe('No death frame found for e01. (character 1)');
    const stray = places({ name: 'death', frameNumber: 7 });
    expect(previewOf('death', subject, stray).error).toContain('is not found in its frames');
    expect(previewOf('[10:5]', subject, none)).toMatchObject({ text: 'no frame of 20', error: null });
    expect(previewOf('[99]', subject, none).warnings.join()).toContain('20');
  });

  it('leaves names of frames to the server where they are not loaded', () => {
    expect(needsNames('e01_s0005', subject, death)).toBe(true);
    expect(needsNames('["e01_s0005"]', subject, death)).toBe(true);
    expect(needsNames('death+2', subject, death)).toBe(false);
    expect(needsNames('[1:4]', subject, death)).toBe(false);
    expect(needsNames('e01_s0005', { ...subject, names: [] }, death)).toBe(false);
  });
});
