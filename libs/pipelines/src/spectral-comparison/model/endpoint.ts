import type { ModelEndpoint } from '../../contract.js';

/** What an administrator sets about a model. */
export interface ModelSettings {
  readonly AI_URL?: string | undefined;
  readonly AI_MODEL?: string | undefined;
  readonly AI_KEY?: string | undefined;
}

/**
 * The model that jobs may ask; null where no address is set.
 * @param cacheDir folder of answers
 * @throws Error with one clear line for a setting that is missing or wrong; never with the key
 */
export function readModelEndpoint(settings: ModelSettings, cacheDir: string): ModelEndpoint | null {
  const url = settings.AI_URL?.trim().replace(/\/+$/, '');
  if (!url) return null;
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Error(`AI_URL is ${JSON.stringify(url)}; it looks like http://localhost:11434/v1.`);
  }
  const model = settings.AI_MODEL?.trim();
  if (!model) throw new Error('AI_URL is set but AI_MODEL is not; name a model of the service.');
  return { url, model, key: settings.AI_KEY?.trim() || null, cacheDir };
}
