/**
 * Which IP addresses a webhook may be sent to. Whatever is not clearly an address of the public internet is refused:
 * ranges after the IANA registries of special-purpose addresses (RFC 6890 and its updates).
 */

/** An address as a number of so many bits. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface Network extends Address {
  readonly prefix: number;
}

const refused = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map(requireNetwork);

/** Unicast of the public internet; all other IPv6 addresses are refused. */
const publicIpv6 = requireNetwork('2000::/3');
const refusedIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(requireNetwork);

/** Where clouds keep the keys of the machine: never allowed, whatever the administrator lists. */
const metadata = ['169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', 'fd00:ec2::254/128'].map(
  requireNetwork,
);

/** IPv6 addresses that stand for IPv4 ones in their last 32 bits. */
const carriers = ['::ffff:0:0/96', '::/96', '64:ff9b::/96', '64:ff9b:1::/96'].map(requireNetwork);

/**
 * @param ip as a resolver gives it, not a name
 * @param allowed networks such as `10.1.0.0/16` that may be reached although they are not public
 */
export function mayBeReached(ip: string, allowed: readonly string[]): boolean {
  const address = readAddress(ip);
  if (address === null) return false;
  const meant = carriedIpv4(address) ?? address;
  if (metadata.some((network) => contains(network, meant))) return false;
  if (allowed.some((text) => isIn(text, meant) || isIn(text, address))) return true;
  if (meant.bits === 32) return !refused.some((network) => contains(network, meant));
  return contains(publicIpv6, meant) && !refusedIpv6.some((network) => contains(network, meant));
}

/** Whether a text is a network such as `10.1.0.0/16` or `fd12::/64`, or a single address. */
export function isNetwork(text: string): boolean {
  return readNetwork(text) !== null;
}

function isIn(text: string, address: Address): boolean {
  const network = readNetwork(text);
  return network !== null && contains(network, address);
}

function carriedIpv4(address: Address): Address | null {
  if (address.bits === 32 || !carriers.some((network) => contains(network, address))) return null;
  return { bits: 32, value: address.value & 0xffffffffn };
}

function contains({ bits, value, prefix }: Network, address: Address): boolean {
  const shift = BigInt(bits - prefix);
  return bits === address.bits && value >> shift === address.value >> shift;
}

function requireNetwork(text: string): Network {
  const network = readNetwork(text);
  if (network === null) throw new Error(`${text} is no network; write one like 10.0.0.0/8.`);
  return network;
}

function readNetwork(text: string): Network | null {
  const [ip = '', prefixText, ...rest] = text.trim().split('/');
  const address = readAddress(ip);
  if (address === null || rest.length > 0) return null;
  if (prefixText === undefined) return { ...address, prefix: address.bits };
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  return prefix <= address.bits ? { ...address, prefix } : null;
}

function readAddress(text: string): Address | null {
  return text.includes(':') ? readIpv6(text) : readIpv4(text);
}

function readIpv4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

function readIpv6(text: string): Address | null {
  const plain = withoutDots(text.replace(/%.*$/, ''));
  const halves = plain?.split('::') ?? [];
  if (plain === null || halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}

/** `::ffff:127.0.0.1` as `::ffff:7f00:1`. */
function withoutDots(text: string): string | null {
  const at = text.lastIndexOf(':');
  const last = text.slice(at + 1);
  if (!last.includes('.')) return text;
  const address = readIpv4(last);
  if (address === null) return null;
  const [high, low] = [address.value >> 16n, address.value & 0xffffn].map((part) => part.toString(16));
  return `${text.slice(0, at + 1)}${high}:${low}`;
}
