/** Jest's result as one closing line and an exit code that agree with each other. */

/**
 * @param report text of Jest's JSON result; anything else means that Jest crashed
 * @param code Jest's own exit code
 */
export function summarize(report, code) {
  const result = parse(report);
  if (result === null) return { line: '0 passed, 1 failed', exitCode: 1 };
  const passed = result.numPassedTests;
  const skipped = result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that could not be loaded has no failed test in it, and must not vanish from the count.
  const counted = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const failed = counted === 0 && (code !== 0 || passed + skipped === 0) ? 1 : counted;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, exitCode: failed > 0 ? 1 : 0 };
}

function parse(report) {
  try {
    const result = JSON.parse(report);
    return Number.isInteger(result?.numPassedTests) ? result : null;
  } catch {
    return null;
  }
}
