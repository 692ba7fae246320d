// @vitest-environment happy-dom
/** What was prepared for the meeting: read by all, changed by a facilitator (docs/spec/api.md, MANAGE-7). The server's answers are stand-ins. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearToasts } from '../../src/notice/notice';
import { server } from '../../src/shell/common/services';
import { AboutDialog } from '../../src/shell/workshop/dialogs/about-dialog';
import { PlanDialog } from '../../src/shell/workshop/dialogs/plan-dialog';
import { PANELS } from '../../src/shell/workshop/panels';
import type { TemplateInfo } from '../../src/workshop/api';
import { openMapOf } from '../helpers';

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  clearToasts();
});
afterEach(() => {
  render(null, page);
  page.remove();
  vi.restoreAllMocks();
});

const activity = (title: string, mode = 'silent') => ({ min: 15, title, mode, opens: 'patient' });

function workshop(role: 'facilitator' | 'observer', told: { readonly discuss?: readonly string[]; readonly facts?: readonly string[] }) {
  const meta = signal({ title: 'Heart care', challenge: '', endsOn: '2099-01-01', template: 'cardiac', format: 'joint workshop', map: 'm', ...told });
  const agenda = signal([activity('Goals first'), activity('End', 'reflect')]);
  const plan = vi.fn((_command: string, _changes: unknown) => Promise.resolve());
  const me = signal({ nickname: 'Fay', role, side: null });
  return { meta, plan, open: openMapOf({ facts: { meta, agenda }, me, entry: { endsOn: '2099-01-01' }, api: { plan } }) };
}
const settle = () => act(() => new Promise<void>((resolve) => { setTimeout(resolve, 0); }));
const draw = async (what: preact.ComponentChild) => { await act(() => render(what, page)); await settle(); };
const field = (id: string) => page.querySelector<HTMLInputElement>(`#${id}`)!;
const type = (id: string, text: string) => act(() => { field(id).value = text; field(id).dispatchEvent(new Event('input', { bubbles: true })); });
const press = async (name: string) => {
  const found = [...page.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)!;
  await act(async () => { found.click(); await Promise.resolve(); });
  await settle();
};

describe('what was prepared', () => {
  it('MANAGE-7 everybody reads it, in older workshops from the template, and only facilitators change it', async () => {
    const kit = workshop('observer', { discuss: ['Who drops out?'], facts: ['Half take part: example.org'] });
    await draw(<AboutDialog open={kit.open} onClose={() => undefined} />);
    for (const words of ['joint workshop', 'Goals first', 'Who drops out?', 'Half take part: example.org']) expect(page.textContent).toContain(words);
    const panel = PANELS.find((one) => one.name === 'plan')!;
    expect([panel.who(kit.open), panel.who(workshop('facilitator', {}).open)]).toEqual([false, true]);
    const templates = vi.spyOn(server, 'templates').mockResolvedValue([{ id: 'cardiac', discuss: ['From the template?'], facts: [] as string[] } as unknown as TemplateInfo]);
    await draw(<AboutDialog key="old" open={workshop('observer', {}).open} onClose={() => undefined} />);
    expect([templates.mock.calls.length, page.textContent?.includes('From the template?')]).toEqual([1, true]);
  });

  it('MANAGE-7 what was changed is sent, and nothing else', async () => {
    const kit = workshop('facilitator', { discuss: ['Who drops out?'], facts: ['Half take part: example.org'] });
    await draw(<PlanDialog open={kit.open} onClose={() => undefined} />);
    await type('plan-discuss', 'Who drops out?\n\n What helps? ');
    await press('Save');
    expect(kit.plan.mock.calls.map(([, changes]) => changes)).toEqual([{ discuss: ['Who drops out?', 'What helps?'] }]);
  });

  it('MANAGE-7 a field that was not touched follows others, and one that others changed too is told', async () => {
    const kit = workshop('facilitator', { discuss: ['Who drops out?'], facts: [] });
    await draw(<PlanDialog open={kit.open} onClose={() => undefined} />);
    await type('plan-discuss', 'Mine');
    await act(() => { kit.meta.value = { ...kit.meta.value, facts: ['A fact: example.org'] }; });
    expect([field('plan-facts').value, page.textContent?.includes('Someone else')]).toEqual(['A fact: example.org', false]);
    await act(() => { kit.meta.value = { ...kit.meta.value, discuss: ['Theirs'] }; });
    expect([field('plan-discuss').value, page.textContent?.includes('Someone else has changed this too')]).toEqual(['Mine', true]);
  });
});
