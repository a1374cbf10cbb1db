/** One question to a language model over the OpenAI chat protocol, as hosted services, Ollama and vLLM speak it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ModelEndpoint } from '../../contract.js';

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface ModelAnswer {
  readonly text: string;
  /** Counted by the service; 0 where it does not count. */
  readonly tokens: number;
}

/** How patient a question is; tests are less so. */
export interface Patience {
  /** For one try. */
  readonly timeoutMs: number;
  readonly tries: number;
  /** Before the second try; it doubles with each further one. */
  readonly backoffMs: number;
}

export const defaultPatience: Patience = { timeoutMs: 30_000, tries: 3, backoffMs: 500 };

/** The service gave no answer. Its message is for people and never holds the key or what the service sent. */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable';
}

const replySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number().nonnegative() }).nullish(),
});

/** Answers are short; whatever is longer is none. */
const longestReplyBytes = 256 * 1024;
/** However long the service asks to be left alone. */
const longestPauseMs = 20_000;

/** After a question without an answer a service is left alone for this time: a batch must not wait for it in each job. */
const restMs = 60_000;
/** Until when the services are left alone, by address. */
const resting = new Map<string, number>();

type Outcome =
  | { readonly type: 'answer'; readonly answer: ModelAnswer }
  | { readonly type: 'again'; readonly reason: string; readonly pauseMs: number | null }
  | { readonly type: 'never'; readonly reason: string };

/**
 * Asks until an answer comes, tries are used up, or the service says no for good.
 * @throws ModelUnavailable with the reason; the signal's reason when it is aborted
 */
export async function askModel(
  endpoint: ModelEndpoint,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  patience: Patience = defaultPatience,
): Promise<ModelAnswer> {
  if (performance.now() < (resting.get(endpoint.url) ?? 0)) {
    throw new ModelUnavailable(
      `The model at ${hostOf(endpoint)} was not asked: it gave no answer a moment ago.`,
    );
  }
  let reason = 'it was not asked';
  for (let attempt = 0; attempt < patience.tries; attempt++) {
    const outcome = await tryOnce(endpoint, messages, signal, patience.timeoutMs);
    signal.throwIfAborted();
    if (outcome.type === 'answer') return outcome.answer;
    reason = outcome.reason;
    if (outcome.type === 'never') break;
    const backoffMs = patience.backoffMs * 2 ** attempt;
    const pauseMs = Math.min(outcome.pauseMs ?? backoffMs, longestPauseMs);
    if (attempt + 1 < patience.tries) await sleep(pauseMs, undefined, { signal });
  }
  resting.set(endpoint.url, performance.now() + restMs);
  throw new ModelUnavailable(`The model at ${hostOf(endpoint)} gave no answer: ${reason}.`);
}

async function tryOnce(
  endpoint: ModelEndpoint,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${endpoint.url}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(endpoint.key === null ? {} : { authorization: `Bearer ${endpoint.key}` }),
      },
      body: JSON.stringify({ model: endpoint.model, messages, temperature: 0, stream: false }),
      // The key must not follow to another host.
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout]),
    });
    return await judge(response);
  } catch {
    const reason = timeout.aborted ? `none within ${timeoutMs / 1_000} s` : 'it cannot be reached';
    return { type: 'again', reason, pauseMs: null };
  }
}

async function judge(response: Response): Promise<Outcome> {
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    return { type: 'again', reason: `status ${response.status}`, pauseMs: retryAfterMs(response) };
  }
  if (!response.ok) {
    // What it says may repeat the key, so only the number is told.
    await response.body?.cancel();
    return { type: 'never', reason: `status ${response.status}` };
  }
  return readReply(await readLimited(response));
}

function readReply(text: string | null): Outcome {
  const reply = replySchema.safeParse(parseJson(text ?? ''));
  if (!reply.success) return { type: 'never', reason: 'its reply is not of the chat protocol' };
  const { message } = reply.data.choices[0]!;
  const content = message.content ?? message.refusal ?? '';
  return { type: 'answer', answer: { text: content, tokens: reply.data.usage?.total_tokens ?? 0 } };
}

/** The body, or null where it is longer than any answer. */
async function readLimited(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > longestReplyBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? 1_000 * seconds : null;
}

function hostOf({ url }: ModelEndpoint): string {
  return URL.canParse(url) ? new URL(url).host : 'the address set';
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
