/** Takes what a program prints: messages are passed on, everything else is log. */
import path from 'node:path';
import type { ArtifactInfo, JobContext } from '../contract.js';
import type { CommandDefinition } from './definition.js';
import { type FoundMetric, watchLog } from './metrics-of.js';
import { type ProtocolMessage, readProtocolLine } from './protocol.js';
import { collectTables } from './tables.js';

/** Log lines passed on of one job. */
const maxLogLines = 10_000;
/** Lines that an error repeats. */
const repeatedLines = 12;
const maxRepeatedChars = 2_000;

/** @param hide takes secrets out of a text */
export function listenToProgram(
  definition: CommandDefinition,
  context: JobContext<unknown>,
  hide: (text: string) => string,
) {
  const patterns = Object.entries(definition.metrics).flatMap(([name, { from }]) =>
    from?.pattern === undefined ? [] : [[name, from.pattern] as const],
  );
  const log = watchLog(Object.fromEntries(patterns));
  const tables = collectTables();
  const artifacts = new Map<string, Partial<ArtifactInfo>>();
  const metrics = new Map<string, number | string>();
  const tail: { readonly stream: string; readonly text: string }[] = [];
  const said = new Set<string>();
  let stage = '';
  let lines = 0;
  let failure: unknown;

  const onceOnly = (text: string) => {
    if (said.has(text)) return;
    said.add(text);
    context.warn(text);
  };
  const enter = (name: string) => {
    if (name === stage) return;
    if (!definition.stages.includes(name)) {
      onceOnly(`The program named the stage ${name}, which the pipeline does not declare; it is left out.`);
      return;
    }
    stage = name;
    context.stage(name);
  };
  const takeMetric = ({ name, value, step }: Extract<ProtocolMessage, { type: 'metric' }>) => {
    const declared = definition.metrics[name];
    if (declared === undefined || declared.from !== undefined) {
      const why = declared === undefined ? 'does not declare' : 'reads from elsewhere';
      onceOnly(`The program reported the metric ${name}, which the pipeline ${why}; it is left out.`);
    } else if (step === null) metrics.set(name, value);
    else if (typeof value === 'number') context.metricAt(step, name, value);
    else
      onceOnly(`Metric ${name} was ${value} at step ${step}, not a finite number; such steps are left out.`);
  };
  const take = (message: ProtocolMessage): void => {
    switch (message.type) {
      case 'stage':
        enter(message.name);
        return;
      case 'progress':
        context.progress(message.fraction);
        return;
      case 'metric':
        takeMetric(message);
        return;
      case 'table':
        tables.add(message.name, message.title, message.rows);
        return;
      case 'artifact': {
        const { title, role } = message;
        const relative = path.relative(context.outputDir, path.resolve(context.outputDir, message.path));
        artifacts.set(relative.split(path.sep).join('/'), { ...(title && { title }), ...(role && { role }) });
        return;
      }
      case 'annotate':
        context.annotate(message.annotation);
        return;
      case 'warn':
        context.warn(message.text);
        return;
    }
  };
  const toLog = (stream: string, text: string) => {
    log.hear(text);
    tail.push({ stream, text });
    if (tail.length > 2 * repeatedLines) tail.shift();
    lines++;
    if (lines < maxLogLines) context.log(stream === 'stderr' ? 'warning' : 'info', text);
    else if (lines === maxLogLines) context.log('warning', `Only the first ${maxLogLines} lines are kept.`);
  };
  const hear = (stream: 'stdout' | 'stderr', text: string) => {
    const read = stream === 'stdout' ? readProtocolLine(text) : null;
    if (read === null) {
      toLog(stream, text);
      return;
    }
    read.messages.forEach(take);
    for (const what of read.misunderstood)
      context.log('warning', `Not understood: ${what}, in ${text.slice(0, 300)}`);
  };
  enter(definition.stages[0] ?? '');
  return {
    tables,
    /** Announced files by path relative to the output folder. */
    artifacts,
    onLine(stream: 'stdout' | 'stderr', text: string): void {
      try {
        hear(stream, hide(text));
      } catch (error) {
        failure ??= error;
      }
    },
    /** Nothing more is said. Throws where something could not be passed on. */
    close(): void {
      if (failure !== undefined) throw failure;
    },
    metric(name: string): FoundMetric {
      const value = metrics.get(name);
      if (typeof value === 'number') return { value };
      if (value !== undefined) return { bad: `it is ${value}, not a finite number` };
      return { missing: `no line said {"metric": {"${name}": …}}` };
    },
    matched: log.of,
    /** The last lines of the log, those of standard error where there are any, for an error. */
    lastLines(): string {
      const errors = tail.filter(({ stream }) => stream === 'stderr');
      const last = (errors.length > 0 ? errors : tail).slice(-repeatedLines).map(({ text }) => text);
      const text = last.join('\n').trim().slice(-maxRepeatedChars);
      return text === '' ? ' It printed nothing.' : ` Its last lines:\n${text}`;
    },
  };
}
