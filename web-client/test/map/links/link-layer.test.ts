// @vitest-environment happy-dom
/** How links are drawn on the map (docs/spec/map.md, ROUTE rules). */
import { describe, expect, it } from 'vitest';
import { LinkLayer, type LinkState } from '../../../src/map/layers/links';
import { LookedAt } from '../../../src/map/layers/looked-at';
import { layoutMap } from '../../../src/map/layout/geometry';
import { visible } from '../../../src/map/layout/culling';
import { grid, measure, step } from '../fixtures';

const steps = [step('a', 's0.l0'), step('b', 's1.l0'), step('c', 's3.l1'), step('d', 's0.l1')];
const input = grid({ stages: 4, lanes: 2 }, steps, ['a>b', 'a>c', 'b>d']);
const layout = layoutMap({ ...input, links: input.links.map((link) => ({ ...link, handover: link.id === 'a>b', label: link.id === 'a>b' ? 'by letter' : '' })) }, measure);
const near = visible(layout, { x: 0, y: 0, width: layout.width, height: layout.height }, new Set());
const state = (given: Partial<LinkState> = {}): LinkState => ({
  selected: undefined, step: undefined, drawing: undefined, label: (id) => (id === 'a>b' ? 'by letter' : ''), state: () => undefined,
  otherEnd: (link, from) => `Title of ${link.split('>').find((end) => end !== from)}`, ...given,
});
const drawn = (layer: LinkLayer): string[] => [...layer.root.querySelectorAll<SVGElement>('.pw-link')].map((link) => `${link.dataset['link']}${link.classList.contains('pw-link--on') ? ' on' : ''}`).sort();
const words = (layer: LinkLayer): string[] => [...layer.words.root.children].map((each) => each.textContent ?? '').sort();

describe('links on the map', () => {
  it('ROUTE-8 are faint until one of their steps is looked at, then its own stand out, the long ones as lines too', () => {
    const layer = new LinkLayer();
    layer.sync(layout, near, state());
    expect(drawn(layer)).toEqual(['a>b', 'b>d']);
    layer.sync(layout, near, state({ step: 'a' }));
    expect(drawn(layer)).toEqual(['a>b on', 'a>c on', 'b>d']);
    layer.sync(layout, near, state({ selected: 'a>c' }));
    expect(drawn(layer)).toEqual(['a>b', 'a>c on', 'b>d']);
    layer.sync(layout, near, state());
    expect(drawn(layer)).toEqual(['a>b', 'b>d']);
  });

  it('ROUTE-7 say at both ends of a long link where it leads and comes from', () => {
    const layer = new LinkLayer();
    layer.sync(layout, near, state());
    expect(words(layer)).toEqual(['by letter', 'from Title of a', 'to Title of c']);
    expect([...layer.words.root.querySelectorAll<HTMLElement>('.pw-link-words--stub')].map((stub) => stub.dataset['link'])).toEqual(['a>c', 'a>c']);
    expect(layer.words.root.getAttribute('aria-hidden')).toBe('true');
  });

  it('ROUTE-2 ROUTE-10 differ in form where they lead back or to another organisation', () => {
    const layer = new LinkLayer();
    layer.sync(layout, near, state());
    const line = (id: string) => layer.root.querySelector(`[data-link="${id}"] .pw-link__line`)!;
    expect([line('a>b').getAttribute('marker-start'), line('a>b').getAttribute('marker-end')]).toEqual(['url(#pw-ring)', 'url(#pw-arrow)']);
    expect([line('b>d').getAttribute('marker-start'), line('b>d').getAttribute('marker-end')]).toEqual([null, 'url(#pw-back)']);
    expect(line('b>d').parentElement!.classList.contains('pw-link--back')).toBe(true);
  });

  it('are written anew only when something of them changed', () => {
    const layer = new LinkLayer();
    layer.sync(layout, near, state());
    const elements = [...layer.root.querySelectorAll('.pw-link .pw-link__line'), ...layer.words.root.children];
    let writes = 0;
    for (const element of elements) {
      const set = element.setAttribute.bind(element);
      element.setAttribute = (...given) => { writes += 1; set(...given); };
      element.replaceChildren = () => { writes += 1; };
    }
    layer.sync(layout, near, state());
    expect(writes).toBe(0);
    layer.sync(layout, near, state({ step: 'b' }));
    expect(writes).toBeGreaterThan(0);
    expect([...layer.root.querySelectorAll('.pw-link .pw-link__line')].filter((line) => elements.includes(line))).toHaveLength(2);
  });
});

describe('the step looked at', () => {
  it('ROUTE-8 is the one under the mouse, else the one with focus; a finger looks at none', () => {
    const root = document.createElement('div');
    root.innerHTML = '<div data-step="a"><b></b></div><div data-step="b" tabindex="0"></div><p></p>';
    document.body.append(root);
    let changes = 0;
    const looked = new LookedAt(root, () => { changes += 1; });
    const over = (selector: string, pointerType: string) => root.querySelector(selector)!.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType }));
    over('b', 'touch');
    expect(looked.step).toBeUndefined();
    root.querySelector<HTMLElement>('[data-step="b"]')!.focus();
    expect(looked.step).toBe('b');
    over('b', 'mouse');
    expect(looked.step).toBe('a');
    over('p', 'mouse');
    expect(looked.step).toBe('b');
    root.querySelector<HTMLElement>('[data-step="b"]')!.blur();
    expect([looked.step, changes]).toEqual([undefined, 4]);
  });
});
