/**
 * Which parts a person has had on the screen from their first word to their last, as they say now. A part whose words change
 * is to be seen anew. Owns the watching; knows nothing of what is said of a part.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A part and its present wording. */
export interface Shown {
  readonly name: string;
  readonly fingerprint: string;
}

/** The first and the last of what is to be read of a part. */
export type Edge = 'start' | 'end';

/** Names of the edges in the page, for {@link useSeen}. */
export const edgeOf = (name: string, edge: Edge): { readonly 'data-seen': string } => ({ 'data-seen': `${edge} ${name}` });

/** An element that may not be there yet. */
interface Place { readonly current: HTMLElement | null }

/** How much of the lower edge of the page something that stays there covers, in pixels. */
function coveredBy(foot: HTMLElement | null): number {
  return foot && getComputedStyle(foot).position === 'sticky' ? foot.offsetHeight : 0;
}

/**
 * The names of the parts whose present words have all been on the screen; `box` holds what {@link edgeOf} marks, and `foot` can stay
 * at the lower edge: what is behind it is not seen.
 */
export function useSeen(box: Place, foot: Place, parts: readonly Shown[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [inView] = useState(() => new Set<string>());
  const heldRef = useRef(new Map<string, { readonly fingerprint: string; readonly edges: Set<string> }>());
  const latestRef = useRef(parts);
  const note = () => {
    for (const { name, fingerprint } of latestRef.current) {
      let held = heldRef.current.get(name);
      if (held?.fingerprint !== fingerprint) {
        held = { fingerprint, edges: new Set() };
        heldRef.current.set(name, held);
      }
      for (const edge of ['start', 'end']) if (inView.has(`${edge} ${name}`)) held.edges.add(edge);
    }
    const next = latestRef.current.filter(({ name }) => heldRef.current.get(name)?.edges.size === 2).map(({ name }) => name);
    setSeen((before) => (before.size === next.length && next.every((name) => before.has(name)) ? before : new Set(next)));
  };
  const noteRef = useRef(note);
  useLayoutEffect(() => {
    latestRef.current = parts;
    noteRef.current = note;
    note();
  });
  const names = parts.map(({ name }) => name).join();
  useLayoutEffect(() => {
    const watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const edge = target.getAttribute('data-seen') ?? '';
        if (isIntersecting) inView.add(edge);
        else inView.delete(edge);
      }
      noteRef.current();
    }, { root: box.current?.closest('dialog') ?? null, rootMargin: `0px 0px -${coveredBy(foot.current)}px 0px` });
    for (const edge of box.current?.querySelectorAll('[data-seen]') ?? []) watcher.observe(edge);
    return () => watcher.disconnect();
  }, [box, foot, inView, names]);
  return seen;
}
