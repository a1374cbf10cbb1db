import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inspectScaffold, inspectScaffoldFile, type ScaffoldQuestion } from './inspect-scaffold.js';
import { exampleRiver, sampleLevelM, sampleScaffold } from './sample.js';
import { zipOf } from './testing/zip.js';

const whole = sampleScaffold(exampleRiver);
const ask = (file: object, rest: Partial<ScaffoldQuestion> = {}) =>
  inspectScaffold({
    text: JSON.stringify(file),
    fileName: 'site.json',
    waterLevel: sampleLevelM,
    pixels: [],
    ...rest,
  });
const parameters = (problems: ReturnType<typeof ask>['problems']) =>
  problems.map(({ place }) => place.parameter);

describe('a scaffold that is whole', () => {
  it('has no problems, a camera that meets its points, water and lines in the picture', () => {
    const found = ask(whole);
    expect(found.problems).toEqual([]);
    expect(found.file).toMatchObject({ alpha: 0.85, units: 'm' });
    expect(found.method).toBe('camera');
    expect(found.fitError!.points.map(({ name }) => name)).toEqual(
      whole.control_points.map(({ name }) => name),
    );
    expect(found.fitError!.rmsPx).toBeLessThan(0.01);
    expect(found.checkError).toBeNull();
    expect(found.searchLines.map(({ station }) => station)).toEqual([1, 2, 3, 4, 5]);
    expect(found.water!.maxDepthM).toBeCloseTo(1, 9);
  });
  it('knows where on the water a pixel lies, in the unit of the scaffold', () => {
    // The sample is seen from straight above its middle, (3, 0).
    const [place] = ask(whole, { pixels: [[64, 48]] }).places;
    expect(place![0]).toBeCloseTo(3, 2);
    expect(place![1]).toBeCloseTo(0, 2);
    const inFeet = { ...whole, units: 'ft', control_points: whole.control_points.map(inFeetOf) };
    const [feet] = ask(inFeet, { pixels: [[64, 48]], waterLevel: sampleLevelM / 0.3048 }).places;
    expect(feet![0]).toBeCloseTo(3 / 0.3048, 1);
  });
  it('draws its section through the middle of the picture', () => {
    const { sectionLine } = ask(whole);
    expect(sectionLine[0]![0]).toBeCloseTo(16, 0);
    expect(sectionLine.at(-1)![0]).toBeCloseTo(112, 0);
    for (const [, v] of sectionLine) expect(v).toBeCloseTo(48, 0);
  });
  it('draws the windows of a grid that lie in the water', () => {
    const { searchLines, searchWindows } = ask({
      ...whole,
      search: { kind: 'grid', spacing: 1, window: 0.5, rows: 3 },
    });
    expect(searchLines).toEqual([]);
    expect(searchWindows.length).toBeGreaterThanOrEqual(12);
    // 16 pixels are a metre.
    const [first, second] = searchWindows[0]!.pixels;
    expect(Math.hypot(second![0] - first![0], second![1] - first![1])).toBeCloseTo(8 * (31 / 32), 1);
  });
  it('says why a level holds no water', () => {
    const { water, levelProblems, searchLines } = ask(whole, { waterLevel: 8 });
    expect([water, searchLines]).toEqual([null, []]);
    expect(levelProblems[0]!.severity).toBe('error');
  });
});

const inFeetOf = (point: (typeof whole.control_points)[number]) => ({
  ...point,
  world: point.world.map((value) => value / 0.3048),
});

describe('a scaffold that is being made', () => {
  const { cross_section, search, ...points } = whole;
  it('fits its points before there is a section', () => {
    const found = ask(points);
    expect([cross_section.start, search.kind]).toEqual([[0, 0], 'lines']);
    expect(found.file).toBeNull();
    expect(found.fitError!.rmsPx).toBeLessThan(0.01);
    expect(parameters(found.problems)).toEqual(['cross_section', 'search']);
    expect([found.sectionLine, found.searchLines, found.water]).toEqual([[], [], null]);
  });
  it('tells of too few points, and of 5 at different heights', () => {
    const some = (count: number) => ask({ ...points, control_points: points.control_points.slice(0, count) });
    expect(some(3).problems.map(({ code }) => code)).toContain('TOO_FEW_CONTROL_POINTS');
    expect(some(5).problems.find(({ code }) => code === 'TOO_FEW_CONTROL_POINTS')!.message).toMatch(
      /^5 control points at different heights/,
    );
    expect([some(3).method, some(5).fitError]).toEqual([null, null]);
  });
  it('lies at its points where no level is given', () => {
    const [place] = ask(points, { waterLevel: null, pixels: [[64, 48]] }).places;
    expect(place![0]).toBeCloseTo(3, 2);
  });
  it('measures points kept back apart from the others', () => {
    const control_points = points.control_points.map((point, i) =>
      i === 0 ? { ...point, use: 'check', pixel: [point.pixel[0] + 10, point.pixel[1]] } : point,
    );
    const { fitError, checkError } = ask({ ...points, control_points });
    expect(fitError!.points).toHaveLength(7);
    expect(checkError!.points).toHaveLength(1);
    expect(checkError!.rmsPx).toBeGreaterThan(5);
  });
  it.each(['', '[1]', 'null', '{"camera":', '{"control_points":7}'])('may be %j', (text) => {
    const found = ask({}, { text });
    expect(found.problems.length).toBeGreaterThan(0);
    expect(found.method).toBeNull();
  });
});

describe('a scaffold file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'batchyard-scaffold-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const inspect = (name: string, contents: string | Buffer) => {
    const file = { path: path.join(folder, name), name };
    writeFileSync(file.path, contents);
    return inspectScaffoldFile(file, { waterLevel: sampleLevelM, pixels: [] });
  };

  it('is inspected as its text', async () => {
    expect(await inspect('site.json', JSON.stringify(whole))).toEqual(ask(whole));
  });
  it('may be an .ivy project, whose problems are told', async () => {
    const { file, problems } = await inspect('site.ivy', zipOf({ 'project_data.json': '{}' }));
    expect(file).toBeNull();
    expect(problems.map(({ message }) => message).join()).toContain('rectification_method');
    const { problems: ofText } = await inspect('notes.ivy', 'no archive');
    expect(ofText.map(({ code }) => code)).toEqual(['NOT_AN_IVY']);
  });
});
