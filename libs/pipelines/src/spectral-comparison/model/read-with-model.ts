/**
 * Reading a spectrum with a second opinion: where the rules are unsure about a file's structure and an administrator
 * has named a model, the model sees the head of the file and proposes a structure. The proposal is believed only when
 * the whole file can be read with it.
 */
import type { LogLevel, ModelEndpoint, Problem } from '../../contract.js';
import { decodeText } from '../reading/decode.js';
import { ProblemList } from '../reading/problem-list.js';
import { readSpectrum } from '../reading/read-spectrum.js';
import { TOLD_REASON, toldSubjects } from '../reading/told.js';
import type { SpectrumReading, StructureOverrides } from '../spectrum.js';
import { answerKey, cachedAnswer } from './answer-cache.js';
import { askModel, defaultPatience, ModelUnavailable, type Patience } from './ask-model.js';
import { isDoubtful } from './doubt.js';
import { headOf, QUESTION_VERSION, questionAbout, readProposal } from './proposal.js';
import { doubtAbout } from './verify.js';

/** What asking came to; all 0 where nothing was asked. */
export interface ModelUse {
  /** Questions that were answered (and, with a paid service, charged). */
  readonly calls: number;
  /** Answers that were at hand. */
  readonly cacheHits: number;
  /** Of the calls, as the service counts. */
  readonly tokens: number;
}

export interface ModelReading extends SpectrumReading {
  readonly model: ModelUse;
}

export interface ModelOptions {
  /** Null: nobody is asked. */
  readonly endpoint: ModelEndpoint | null;
  readonly signal: AbortSignal;
  readonly log: (level: LogLevel, text: string) => void;
  readonly patience?: Patience;
}

const unused: ModelUse = { calls: 0, cacheHits: 0, tokens: 0 };

/**
 * Reads like `readSpectrum`, and asks the model where that is less sure than `CONFIDENT`. Whatever the model does,
 * the answer is never worse than that of the rules: then it is theirs, with a warning.
 * @throws only the signal's reason when it is aborted
 */
export async function readSpectrumWithModel(
  bytes: Uint8Array,
  fileName: string,
  overrides: StructureOverrides,
  options: ModelOptions,
): Promise<ModelReading> {
  const byRules = readSpectrum(bytes, fileName, overrides);
  const { endpoint } = options;
  if (endpoint === null || !isDoubtful(byRules)) return { ...byRules, model: unused };
  try {
    return await readByProposal(bytes, fileName, overrides, byRules, { ...options, endpoint });
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof ModelUnavailable)) throw error;
    return fallBack(byRules, error.message, unused, fileName, options);
  }
}

async function readByProposal(
  bytes: Uint8Array,
  fileName: string,
  overrides: StructureOverrides,
  byRules: SpectrumReading,
  options: ModelOptions & { readonly endpoint: ModelEndpoint },
): Promise<ModelReading> {
  const { answer, model } = await ask(bytes, fileName, overrides, options);
  const proposal = readProposal(answer);
  if (proposal === null) {
    return fallBack(byRules, 'The model gave no structure in its answer.', model, fileName, options);
  }
  // What a person has said is above what a model says.
  const reading = readSpectrum(bytes, fileName, { ...proposal, ...overrides });
  const doubt = doubtAbout(reading, byRules);
  if (doubt !== null) {
    const message = `The model proposed a structure that does not fit the file: ${doubt.replace(/\.$/, '')}.`;
    return fallBack(byRules, message, model, fileName, options);
  }
  options.log('info', `The structure of ${fileName} was proposed by a model and checked on the whole file.`);
  return { ...asProposed(reading, overrides), model };
}

async function ask(
  bytes: Uint8Array,
  fileName: string,
  overrides: StructureOverrides,
  { endpoint, signal, log, patience = defaultPatience }: ModelOptions & { readonly endpoint: ModelEndpoint },
): Promise<{ answer: string; model: ModelUse }> {
  const text = decodeText(bytes, new ProblemList(fileName), overrides.encoding)?.text ?? '';
  const key = answerKey([QUESTION_VERSION, endpoint.url, endpoint.model, overrides.encoding ?? '', bytes]);
  const question = () => askModel(endpoint, questionAbout(headOf(text)), signal, patience);
  const { answer, isFromCache } = await cachedAnswer(endpoint.cacheDir, key, question, signal);
  if (isFromCache) {
    log('info', `The answer of ${endpoint.model} about ${fileName} was at hand.`);
    return { answer: answer.text, model: { calls: 0, cacheHits: 1, tokens: 0 } };
  }
  log('info', `${endpoint.model} was asked about the head of ${fileName}: ${answer.tokens} tokens.`);
  return { answer: answer.text, model: { calls: 1, cacheHits: 0, tokens: answer.tokens } };
}

function fallBack(
  byRules: SpectrumReading,
  reason: string,
  model: ModelUse,
  fileName: string,
  { log }: ModelOptions,
): ModelReading {
  const outcome = byRules.spectrum === null ? 'cannot be read by the rules either' : 'was read by the rules';
  const message = `${reason} ${fileName} ${outcome}.`;
  log('warning', message);
  const warning: Problem = {
    code: 'MODEL_NOT_USED',
    severity: 'warning',
    message,
    place: { file: fileName },
    fix: 'Check the structure found, or set it.',
  };
  return { ...byRules, problems: [...byRules.problems, warning], model };
}

/** How sure a checked proposal is. */
const proposedConfidence = 0.9;

/** Says of what was taken from the proposal that the model said it, not the user. */
function asProposed(reading: SpectrumReading, overrides: StructureOverrides): SpectrumReading {
  const { spectrum, structure } = reading;
  if (structure === null || spectrum === null) return reading;
  const byUser = toldSubjects(overrides);
  const decisions = structure.decisions.map((decision) => {
    if (decision.because !== TOLD_REASON || byUser.includes(decision.subject)) return decision;
    const because = 'A model proposed it, and the whole file can be read so.';
    return { ...decision, confidence: proposedConfidence, because };
  });
  const confidence = Math.min(...decisions.map((decision) => decision.confidence));
  const proposed = { ...structure, decisions, confidence, foundBy: 'model' as const };
  return { ...reading, structure: proposed, spectrum: { ...spectrum, structure: proposed } };
}
