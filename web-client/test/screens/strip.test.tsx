// @vitest-environment happy-dom
/**
 * What stands around the picture of the map (docs/spec/map.md, STRIP, TRAY and BAR of shell.md): the strip of goals, the lists that the
 * panel shows instead of a part, the line below the header. Drawn into a page that is not a browser; map and record are real.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EditorFrame } from '../../src/editor/frame';
import { GoalStrip } from '../../src/editor/goal-strip';
import { EditorState } from '../../src/editor/state/editor-state';
import { goalStrip } from '../../src/editor/state/goal-fold';
import { removePart, setStepGoal } from '../../src/model/edits';
import { applyPreferences, resetPreferences } from '../../src/shell/common/preferences';
import { Banner } from '../../src/shell/workshop/banners';
import { bringBack, putAwayIn } from '../../src/shell/workshop/put-away';
import { agreementOn, furnished, openMapOf, talkFor } from '../helpers';

let page: HTMLElement;
const nothing = () => undefined;
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const words = () => page.textContent ?? '';
const button = (name: string) => [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent ?? '').includes(name));
const press = async (name: string) => {
  const found = button(name);
  if (!found) throw new Error(`no button ${name}`);
  await act(async () => found.click());
  await settle();
};

function scene(access: 'readWrite' | 'readOnly' = 'readWrite') {
  const one = furnished();
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ talk: talkFor().talk, map: one.map, undo: one.undo, presence, agreement: agreementOn(one.map).agreement, names: signal(new Map()), access: signal(access), frozen: signal(false), role: signal('facilitator' as const) });
  return { ...one, editor };
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  goalStrip.value = 'shown';
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  resetPreferences();
  localStorage.clear();
});

describe('the strip of goals', () => {
  it('STRIP-1 each goal is a chip with its number, its words and its state, that opens it; one that is pointed at or focused is told to the map', async () => {
    const { editor, map, goal, step } = scene();
    setStepGoal(map, step, { id: goal, serves: 'yes' });
    await draw(<GoalStrip editor={editor} />);
    const chip = page.querySelector<HTMLElement>(`[data-part="goal-${goal}"]`);
    expect(chip?.textContent).toMatch(/^G1.*1 step helps with this.*Idea$/);
    await act(async () => chip?.focus());
    expect(editor.pointedGoal.value).toBe(goal);
    await act(async () => chip?.blur());
    expect(editor.pointedGoal.value).toBeUndefined();
    await act(async () => chip?.click());
    expect(editor.selected.value).toEqual({ kind: 'goal', id: goal });
  });

  it('STRIP-2 the strip folds away, and stays folded on this device', async () => {
    const { editor } = scene();
    const stop = applyPreferences();
    await draw(<GoalStrip editor={editor} />);
    await press('Goals and outcomes');
    expect(page.querySelector('section')).toBeNull();
    expect(words()).toBe('Goals');
    stop();
    goalStrip.value = 'shown';
    const again = applyPreferences();
    expect(goalStrip.value).toBe('folded');
    await settle();
    await press('Goals');
    expect(page.querySelector('section')?.getAttribute('aria-label')).toBe('Goals');
    again();
  });
});

describe('lists in the panel', () => {
  it('TRAY-1 removed parts, and steps that lost their place, are listed in the panel, which has the focus and gives it back', async () => {
    const { editor, map, stage } = scene();
    removePart(map, { kind: 'stage', id: stage });
    await draw(<EditorFrame editor={editor}><GoalStrip editor={editor} /></EditorFrame>);
    button('steps are not placed')?.focus();
    await press('steps are not placed');
    const panel = () => page.querySelector('aside');
    expect(panel()?.querySelector('h2')?.textContent).toBe('Not placed');
    expect(document.activeElement).toBe(panel()?.querySelector('h2'));
    await vi.waitFor(() => expect(panel()?.querySelectorAll('li')).toHaveLength(2));
    await press('Close');
    expect(panel()).toBeNull();
    expect(document.activeElement?.textContent).toBe('2 steps are not placed');
    await act(async () => editor.showTray('removed'));
    await settle();
    await vi.waitFor(() => expect(panel()?.textContent).toContain('Stage: '));
    await press('Bring back the stage');
    expect(panel()?.textContent).toContain('Nothing is removed.');
    expect(map.removed.value).toEqual([]);
  });
});

describe('the panel', () => {
  it('PANEL-2 a goal and a step have the same panel, no question; its head says the state, and its parts stand in the order of what is done most', async () => {
    const { editor, goal, step } = scene();
    await draw(<EditorFrame editor={editor}><GoalStrip editor={editor} /></EditorFrame>);
    await act(async () => editor.open({ kind: 'goal', id: goal }, 'stay'));
    await vi.waitFor(() => expect(page.querySelector('aside textarea')).not.toBeNull());
    expect(document.querySelector('dialog')).toBeNull();
    expect(page.querySelector('aside h2')?.textContent).toBe('Edit this goal');
    expect(page.querySelector('aside header .pw-state')?.textContent).toBe('Idea');
    await act(async () => editor.open({ kind: 'step', id: step }, 'stay'));
    await vi.waitFor(() => expect(page.querySelector('aside .pw-agree')).not.toBeNull());
    const order = ['.pw-field__area--lead', '.pw-agree', '.pw-goal-choice', '.pw-talk', '.pw-more'].map((name) => page.querySelector(`aside ${name}`));
    for (const [at, element] of order.entries()) {
      const next = order[at + 1];
      if (next) expect(element?.compareDocumentPosition(next) ?? 0).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    }
    expect(page.querySelectorAll('aside')).toHaveLength(1);
  });
});

describe('comments of a step', () => {
  it('TALK-39 the button says how many are new, and opens them with the field ready; a jump to read leaves the focus above them', async () => {
    const { editor, step } = scene();
    vi.spyOn(editor.talk, 'countOf').mockReturnValue({ open: 2, unread: 1 });
    await draw(<EditorFrame editor={editor}><p>The map</p></EditorFrame>);
    await act(async () => editor.open({ kind: 'step', id: step }, 'stay'));
    await vi.waitFor(() => expect(button('Comments (2)')?.textContent).toBe('Comments (2)1 new'));
    await press('Comments (2)');
    await vi.waitFor(() => expect(document.activeElement?.closest('.pw-talk')?.querySelector('textarea')).toBe(document.activeElement));
    await act(async () => editor.closePanel());
    await act(async () => editor.openComments({ kind: 'step', id: step }));
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('SUMMARY'));
  });
});

describe('the line below the header', () => {
  const open = (frozen: ReturnType<typeof signal<boolean>>) => {
    const { map } = furnished();
    const meta = { get value() { return { title: 'Heart', challenge: '', endsOn: '2099-01-01', frozen: frozen.value, }; } };
    return openMapOf({
      entry: { participant: 'p', endsOn: '2099-01-01' }, me: signal({ nickname: 'Ann', role: 'observer', side: null }), map, agreement: agreementOn(map).agreement, talk: talkFor().talk,
      access: signal('readOnly'), saveState: signal('offlineKept'), connectionRefusal: signal(undefined), isDenied: signal(false), tokenRefusal: signal(undefined), setBackTo: signal(undefined),
      facts: { meta, roster: signal(new Map()), participants: signal(new Map()), pairs: signal([]) },
    } as never);
  };

  it('BAR-2 one line at a time: the others come one by one, each can be put away, and comes back when it begins anew or is asked for', async () => {
    const frozen = signal<boolean>(true);
    const one = open(frozen as never);
    await draw(<Banner open={one} onRefused={nothing} onPeople={nothing} onPairs={nothing} />);
    expect(words()).toContain('You are offline.');
    expect(words()).not.toContain('locked');
    await press('Next (1 of 2)');
    expect(words()).toContain('The map is locked');
    await press('Put away: The map is locked');
    expect(words()).toContain('You are offline.');
    expect(button('Next')).toBeUndefined();
    await press('Put away: You are offline');
    expect(words()).toBe('');
    expect(putAwayIn(one).value.size).toBe(2);
    // Frozen anew is news again.
    await act(async () => { frozen.value = false; });
    await settle();
    await act(async () => { frozen.value = true; });
    await settle();
    expect(words()).toContain('The map is locked');
    await act(async () => bringBack(one));
    await settle();
    expect(words()).toContain('You are offline.');
  });
});
