import type { Session } from './location.port.js';
import { words } from './redis.location-scripts.js';

const names = words.split(', ');
const [isOpen, seq, heard] = ['open', 'seq', 'heard'].map((name) => names.indexOf(name));

/** The open session that the text tells of, if it does. */
export function sessionIn(text: string | null | undefined): Session | null {
  const said = text?.split(' ');
  if (said?.length !== names.length || said[isOpen!] !== '1') return null;
  const [epoch, lastSeq, heardAtMs] = [said[0], said[seq!], said[heard!]].map(Number);
  return {
    epoch: epoch!,
    lastSeq: lastSeq! < 0 ? null : lastSeq!,
    heardAtMs: heardAtMs! || null,
  };
}
