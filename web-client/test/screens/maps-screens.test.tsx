// @vitest-environment happy-dom
/** Several maps on the page: which one is open, opening another, and the facilitator's list of maps. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearToasts, toasts } from '../../src/notice/notice';
import { moved } from '../../src/shell/common/route';
import { goToMap, titleWithMap, wantedMap } from '../../src/shell/workshop/common/map-names';
import { MapsDialog } from '../../src/shell/workshop/dialogs/maps-dialog';
import { keepInAddress, useMapChoice, viewAtFirst } from '../../src/shell/workshop/map-choice';
import { MapSwitch } from '../../src/shell/workshop/map-switch';
import type { MapFact } from '../../src/workshop/facts';
import type { OpenMap, OpenWorkshop } from '../../src/workshop/open';
import { openMapOf } from '../helpers';

const [NOW, PLAN] = ['0123456789abcdefghjkmnpqrs', '1123456789abcdefghjkmnpqrs'] as const;

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  wantedMap.value = undefined;
  location.hash = '';
  clearToasts();
});

afterEach(() => {
  render(null, page);
  page.remove();
});

const fact = (id: string, name: string, kind: MapFact['kind'], isRemoved = false): MapFact => ({ id, name, kind, isRemoved });
const settle = () => act(() => new Promise<void>((resolve) => { setTimeout(resolve, 0); }));
const buttons = () => [...page.querySelectorAll('button')];
const button = (name: string) => buttons().find((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name);
const press = (name: string) => act(async () => { button(name)!.click(); await Promise.resolve(); });

/** A map of a workshop whose maps and main map are signals; calls of the server are written down. */
function workshopOf(told: readonly MapFact[], role: 'facilitator' | 'professional' = 'facilitator') {
  const maps = signal(told);
  const meta = signal({ title: 'Heart care', map: PLAN as string });
  const add = vi.fn(() => Promise.resolve(NOW));
  const [rename, showFirst, setRemoved] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())];
  const me = signal({ nickname: 'Fay', role, side: null });
  const open = openMapOf({ id: PLAN as string, facts: { maps, meta }, me, api: { maps: { add, rename, showFirst, setRemoved } } });
  return { open, maps, meta, me, add, rename, showFirst, setRemoved };
}

describe('which map is open', () => {
  it('MAPS-7 its name stands beside the title where there are several maps, and for facilitators, who add them', async () => {
    const { open, maps, me } = workshopOf([fact(PLAN, '', 'future')], 'professional');
    await act(() => render(<MapSwitch open={open} onPanel={() => undefined} />, page));
    expect(buttons()).toEqual([]);
    await act(() => { me.value = { ...me.value, role: 'facilitator' }; });
    expect(button('Map: Future map. Show another map')?.textContent).toBe('Future map');
    await act(() => { me.value = { ...me.value, role: 'professional' }; });
    await act(() => { maps.value = [...maps.value, fact(NOW, 'As it is', 'current')]; });
    expect(button('Map: Future map. Show another map')).toBeDefined();
    // One that was removed does not count.
    await act(() => { maps.value = [maps.value[0]!, fact(NOW, 'As it is', 'current', true)]; });
    expect(buttons()).toEqual([]);
  });

  it('MAPS-7 paper, files and the browser name the map beside the title where there are several', () => {
    const { open, maps } = workshopOf([fact(PLAN, '', 'future')]);
    expect(titleWithMap(open)).toBe('Heart care');
    maps.value = [...maps.value, fact(NOW, 'As it is', 'current')];
    expect(titleWithMap(open)).toBe('Heart care: Future map');
    maps.value = [maps.value[0]!, fact(NOW, 'As it is', 'current', true)];
    expect(titleWithMap(open)).toBe('Heart care');
  });

  it('MAPS-7 the one that was chosen is shown and kept in the address, and a removed one gives way, with the reason', async () => {
    const maps = signal([fact(PLAN, '', 'future'), fact(NOW, 'As it is', 'current')]);
    const meta = signal<{ map: string } | undefined>(undefined);
    const shown: (string | undefined)[] = [];
    const workshop = {
      facts: { maps, meta }, stopped: signal(undefined), replaced: signal(false),
      showMap: (id: string | undefined) => void shown.push(id),
      openMap: (id: string) => ({ id, replaced: signal(false) }) as unknown as OpenMap,
    } as unknown as OpenWorkshop;
    keepInAddress('list', NOW);
    expect([location.hash, viewAtFirst()]).toEqual([`#list/${NOW}`, 'list']);
    const Shown = () => <p>{useMapChoice(workshop, PLAN).open?.id}</p>;
    await act(() => render(<Shown />, page));
    await settle();
    expect(page.textContent).toBe(NOW);
    await act(() => goToMap(PLAN));
    await settle();
    await act(() => { meta.value = { map: PLAN }; });
    await act(() => goToMap(NOW));
    await settle();
    expect(page.textContent).toBe(NOW);
    await act(() => { maps.value = [maps.value[0]!, fact(NOW, 'As it is', 'current', true)]; });
    await settle();
    expect(page.textContent).toBe(PLAN);
    expect(toasts.value.map((toast) => toast.text)).toEqual(['A facilitator removed the map "As it is". You see another map now.']);
    expect(shown).toEqual([NOW, PLAN, NOW, PLAN]);
    // The page that comes takes the focus to its heading.
    expect(moved.peek()).toBe(true);
  });
});

describe('the list of maps', () => {
  it('MAPS-4, MAPS-5 names each map, says which is shown first, and lets a facilitator change that', async () => {
    const { open, rename, showFirst, setRemoved, maps } = workshopOf([fact(PLAN, '', 'future'), fact(NOW, 'As it is', 'current')]);
    await act(() => render(<MapsDialog open={open} onClose={() => undefined} />, page));
    const rows = [...page.querySelectorAll('.pw-person__who')].map((row) => row.textContent);
    expect(rows).toEqual(['Future mapHow we want it · Shown first · Open now', 'As it isHow it is now']);
    expect(button('Remove Future map')).toBeUndefined();
    await press('Show As it is first');
    expect(showFirst.mock.calls.map(([, map]: readonly unknown[]) => map)).toEqual([NOW]);
    await press('Rename As it is');
    const field = page.querySelector<HTMLInputElement>('#map-name')!;
    await act(() => { field.value = '  '; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await press('Save');
    expect([page.textContent?.includes('Enter a name'), rename.mock.calls.length]).toEqual([true, 0]);
    await act(() => { field.value = ' Today '; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await press('Save');
    await settle();
    expect(rename.mock.calls.map(([, ...rest]: readonly unknown[]) => rest)).toEqual([[NOW, 'Today']]);
    await act(() => { maps.value = [maps.value[0]!, fact(NOW, 'As it is', 'current', true)]; });
    await press('Bring back As it is');
    expect(setRemoved.mock.calls.map(([, ...rest]: readonly unknown[]) => rest)).toEqual([[NOW, 'shown']]);
  });

  it('MAPS-2 a map is added with a kind and a name, empty or as a copy, and shown', async () => {
    const { open, add } = workshopOf([fact(PLAN, '', 'future')]);
    await act(() => render(<MapsDialog open={open} onClose={() => undefined} />, page));
    await press('Add a map');
    // There is a future map, so what is missing is the current one.
    const field = page.querySelector<HTMLInputElement>('#map-name')!;
    expect([field.value, page.querySelector<HTMLInputElement>('input[name="map-kind"]:checked')?.value]).toEqual(['Current map', 'current']);
    await act(() => page.querySelector<HTMLInputElement>(`input[name="map-from"][value="${PLAN}"]`)!.click());
    await act(async () => { page.querySelector<HTMLFormElement>('form')!.requestSubmit(); await Promise.resolve(); });
    await settle();
    expect(add.mock.calls.map(([, map]: readonly unknown[]) => map)).toEqual([{ kind: 'current', name: 'Current map', copyOf: PLAN }]);
    expect(wantedMap.value).toBe(NOW);
  });
});
