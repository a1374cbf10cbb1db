/** `batchyard verify`: whether the bundle of a comparison is still what it was made as. */
import { type BundleCheck, NotABundle, verifyBundle } from '@batchyard/documents';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';

const options = {
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined)
    throw new UsageError('Give one bundle: batchyard verify bundle.zip');
  const check = await verifyBundle(file).catch((error: unknown) => {
    if (error instanceof NotABundle) throw new UsageError(`${file} is no bundle. ${error.message}`);
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  });
  process.stdout.write(values.json ? `${JSON.stringify(check, null, 2)}\n` : present(file, check));
  return check.drift.length === 0 ? exitCodes.succeeded : exitCodes.jobFailed;
}

function present(file: string, { intact, drift }: BundleCheck): string {
  const files = `${intact} ${intact === 1 ? 'file is' : 'files are'} as listed`;
  if (drift.length === 0) return `${file}: all ${files}.\n`;
  const lines = drift.map(({ path, kind, message }) => `${kind}: ${JSON.stringify(path)}. ${message}`);
  return `${lines.join('\n')}\n${file}: ${files}, ${drift.length} ${drift.length === 1 ? 'problem' : 'problems'}.\n`;
}

function help(): string {
  return `batchyard verify <bundle.zip>

Hashes every file of a bundle again and compares it with the bundle's own list of checksums: names what was changed,
is missing or was added. Nothing is unpacked to disk.

${describeOptions(options)}

Exit codes: 0 all is as listed, 1 something differs, 2 the file cannot be read or is no bundle.`;
}
