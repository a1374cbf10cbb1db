/** Runs the command for each list of arguments that comes, one after another, and answers what it printed. */
import { main } from '../../dist/main.js';

process.on('disconnect', () => process.exit());
process.on('message', async (args) => {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text, encoding, written) => {
      printed[name] += text.toString();
      (written ?? encoding)?.();
      return true;
    };
  }
  process.exitCode = undefined;
  const code = await main(args);
  process.send({ code, ...printed });
});
