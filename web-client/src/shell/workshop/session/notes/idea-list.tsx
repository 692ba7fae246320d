/**
 * Ideas: notes that people have shared, in groups by what they are about, with the side and name of who wrote each, or without a name. Owns this list.
 */
import { t } from '../../../../i18n/translate';
import type { Side } from '../../../../model/people';
import type { Idea } from '../../../../model/session/shared-notes';
import type { OpenMap } from '../../../../workshop/open';
import { Symbol } from '../../../../styles/symbol';
import { aboutInWords } from './about';

const SIDE_WORD = { patient: 'notes.side.patient', professional: 'notes.side.professional' } as const satisfies Record<Side, string>;

/** Who shared an idea; of one without a name nobody knows. */
function Writer({ open, idea }: { readonly open: OpenMap; readonly idea: Idea }) {
  if (idea.by === '') return <p class="pw-notes__by">{t('notes.ideas.unnamed')}</p>;
  const name = open.workshop.facts.roster.value.get(idea.by)?.nickname || t('others.unknown');
  return (
    <p class="pw-notes__by" data-side={idea.side}>
      {idea.side && <Symbol name={idea.side} size={0.875} />}
      {idea.side && <span class="pw-hidden">{t(SIDE_WORD[idea.side])}</span>}
      <span dir="auto">{name}</span>
    </p>
  );
}

/** The ideas of an activity; nothing when there are none. */
export function IdeaList({ open, activity }: { readonly open: OpenMap; readonly activity: string }) {
  const ideas = open.workshop.session.ideas.value.filter((idea) => idea.activity === activity);
  if (ideas.length === 0) return null;
  const groups = new Map<string, { readonly title: string; readonly ideas: Idea[] }>();
  for (const idea of ideas) {
    const about = idea.about && aboutInWords(open.map, idea.about);
    const key = idea.about && about ? `${idea.about.kind}:${idea.about.id}` : '';
    const group = groups.get(key) ?? { title: about || t('notes.ideas.whole'), ideas: [] };
    group.ideas.push(idea);
    groups.set(key, group);
  }
  return (
    <section class="pw-notes__ideas" aria-label={t('notes.ideas')}>
      <h3>{t('notes.ideas.count', { count: ideas.length })}</h3>
      {Array.from(groups, ([key, group]) => (
        <div key={key}>
          <h4 dir="auto">{group.title}</h4>
          <ul class="pw-notes__list">
            {group.ideas.map((idea) => (
              <li class="pw-notes__card" key={idea.id}>
                <p class="pw-notes__idea" dir="auto">{idea.text}</p>
                <Writer open={open} idea={idea} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
