/** What a program ended with, in words. */

/** Signals that end programs, by number (POSIX). */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
};

/** `exit code 2`; 128 + n is the signal n: `ended by SIGKILL (exit code 137)`. */
export function exitText(code: number): string {
  const signal = signals[code - 128];
  return signal === undefined ? `exit code ${code}` : `ended by ${signal} (exit code ${code})`;
}
