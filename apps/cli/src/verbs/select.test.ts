import { afterAll, describe, expect, it } from '@jest/globals';
import { openCommandLine } from '../testing/command.js';

const commandLine = openCommandLine();
afterAll(() => commandLine.close());

const select = (...args: string[]) => commandLine.run('select', ...args);

describe('batchyard select', () => {
  it.each<[string[], string]>([
    [['[5:10]', '--count', '20'], '[5,6,7,8,9]'],
    [['-1', '--count', '20'], '[19]'],
    [['--count', '20', '-3:'], '[17,18,19]'],
    [['--count=20', '-3:'], '[17,18,19]'],
    [['death-1:death+1', '--count=20', '--landmark', 'death=10'], '[9,10]'],
    [['hatch:death', '--count', '9', '--landmark', 'hatch=2', '--landmark', 'death=4'], '[2,3]'],
    [['death:', '--ids', 'a,b,c', '--landmark', 'death=b'], '[1,2]'],
    [['{"list":["c","a"]}', '--ids', 'a, b, c', '--json'], '[2,0]'],
    [['["c","a"]', '--ids', 'a,b,c', '--count', '3'], '[2,0]'],
  ])('%j prints %s', async (args, stdout) => {
    expect(await select(...args)).toEqual({ code: 0, stdout: `${stdout}\n`, stderr: '' });
  });

  it('reads an empty range of no frames', async () => {
    expect(await select('', '--count', '0', '--ids', '')).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it('warns on standard error and prints an empty array', async () => {
    expect(await select('[20]', '--count', '20')).toEqual({
      code: 0,
      stdout: '[]\n',
      stderr:
        'Warning: Outside the 20 frames, whose positions are 0 to 19: 20.\nWarning: The range selects no frames.\n',
    });
  });

  it.each<[string[], string]>([
    [['[::0]'], 'STEP_ZERO'],
    [['[1:2:3:4]'], 'TOO_MANY_COLONS'],
    [['[a:b]'], 'INVALID_SYNTAX'],
    [['{"list":null}'], 'INVALID_TYPE'],
    [['death'], 'NO_LANDMARK'],
    [['death', '--landmark', 'death=missing'], 'LANDMARK_NOT_IN_FRAMES'],
    [['death', '--landmark', 'death=20'], 'LANDMARK_NOT_IN_FRAMES'],
  ])('%j ends with 2 and %s', async (args, code) => {
    const outcome = await select(...args, '--count', '20', '--json');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(new RegExp(`^${code}: .+\\.\n$`));
    expect(JSON.parse(outcome.stdout)).toEqual({
      error: {
        code,
        message: expect.any(String),
        position: code === 'INVALID_TYPE' ? null : expect.any(Number),
      },
    });
  });

  it.each<[string[], string]>([
    [[], 'Give one range'],
    [['all', '1', '--count', '3'], 'Give one range'],
    [['all'], '--count is missing'],
    [['all', '--count', 'x'], 'expected a whole number'],
    [['all', '--count', '2', '--ids', 'a'], '--ids names 1 frames, but --count is 2'],
    [['all', '--count', '2', '--landmark', 'death'], 'as in death=12'],
    [['all', '--count', '2', '--landmark', 'death=x'], 'expected a position from 0'],
  ])('%j is bad usage', async (args, says) => {
    expect(await select(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
  });
});
