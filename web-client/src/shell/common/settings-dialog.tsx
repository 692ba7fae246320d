/**
 * The dialog for text size, colours, contrast, movement and announcements. Owns the questions; the choices themselves
 * are in preferences.ts and take effect at once.
 */
import { t, type PlainKey } from '../../i18n/translate';
import { SILENCEABLE, type NoticeKind } from '../../notice/notice';
import { Choices, type Choice } from '../../ui/field';
import { Dialog } from '../../ui/dialog';
import { changePreferences, preferences, PREFERENCE_CHOICES, type Preferences } from './preferences';

const TEXT_WORD: Record<Preferences['text'], PlainKey> = {
  normal: 'settings.text.normal',
  large: 'settings.text.large',
  larger: 'settings.text.larger',
  largest: 'settings.text.largest',
};
const THEME_WORD: Record<Preferences['theme'], PlainKey> = {
  auto: 'settings.theme.auto',
  light: 'settings.theme.light',
  dark: 'settings.theme.dark',
};
const CONTRAST_WORD: Record<Preferences['contrast'], PlainKey> = { auto: 'settings.contrast.auto', more: 'settings.contrast.more' };
const MOTION_WORD: Record<Preferences['motion'], PlainKey> = { auto: 'settings.motion.auto', less: 'settings.motion.less' };
const POINTERS_WORD: Record<Preferences['pointers'], PlainKey> = { shown: 'settings.pointers.shown', hidden: 'settings.pointers.hidden' };
const FOLLOW_WORD: Record<Preferences['follow'], PlainKey> = { follow: 'settings.follow.follow', stay: 'settings.follow.stay' };
const COUNTDOWN_WORD: Record<Preferences['countdown'], PlainKey> = { shown: 'settings.countdown.shown', hidden: 'settings.countdown.hidden' };
const ANNOUNCE_WORD: Record<(typeof SILENCEABLE)[number], PlainKey> = {
  people: 'settings.announce.people',
  edits: 'settings.announce.edits',
  agreement: 'settings.announce.agreement',
  talk: 'settings.announce.talk',
  me: 'settings.announce.me',
  connection: 'settings.announce.saved',
  session: 'settings.announce.session',
};

function inWords<Value extends string>(values: readonly Value[], words: Record<Value, PlainKey>): Choice<Value>[] {
  return values.map((value) => {
    const key: PlainKey = words[value];
    return { value, label: t(key) };
  });
}

function Announcements() {
  const off = preferences.value.silenced;
  const turn = (kind: NoticeKind, on: 'on' | 'off') =>
    changePreferences({ silenced: on === 'on' ? off.filter((each) => each !== kind) : [...off, kind] });
  return (
    <fieldset class="pw-choices">
      <legend>{t('settings.announce.legend')}</legend>
      <p class="pw-soft pw-small">{t('settings.announce.hint')}</p>
      <div class="pw-choices__items pw-choices__items--column">
        {SILENCEABLE.map((kind) => (
          <label class="pw-choice" key={kind}>
            <input
              type="checkbox"
              checked={!off.includes(kind)}
              onChange={(event) => turn(kind, event.currentTarget.checked ? 'on' : 'off')}
            />
            <span>{t(ANNOUNCE_WORD[kind])}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A choice that is on or off, with what it does. */
function OnOff({ choice }: { readonly choice: 'hold' | 'letters' | 'onward' | 'quiet' }) {
  const hint = `${choice}-hint`;
  return (
    <fieldset class="pw-choices">
      <legend>{t(`settings.${choice}.legend`)}</legend>
      <p class="pw-soft pw-small" id={hint}>{t(`settings.${choice}.hint`)}</p>
      <label class="pw-choice">
        <input type="checkbox" aria-describedby={hint} checked={preferences.value[choice] === 'on'} onChange={(event) => changePreferences({ [choice]: event.currentTarget.checked ? 'on' : 'off' })} />
        <span>{t(`settings.${choice}`)}</span>
      </label>
    </fieldset>
  );
}

/** The settings, open until `onClose`. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const now = preferences.value;
  return (
    <Dialog title={t('settings.title')} onClose={onClose}>
      <Choices
        name="look-text"
        legend={t('settings.text.legend')}
        choices={inWords(PREFERENCE_CHOICES.text, TEXT_WORD)}
        value={now.text}
        onChoose={(text) => changePreferences({ text })}
      />
      <Choices
        name="look-theme"
        legend={t('settings.theme.legend')}
        choices={inWords(PREFERENCE_CHOICES.theme, THEME_WORD)}
        value={now.theme}
        onChoose={(theme) => changePreferences({ theme })}
      />
      <Choices
        name="look-contrast"
        legend={t('settings.contrast.legend')}
        choices={inWords(PREFERENCE_CHOICES.contrast, CONTRAST_WORD)}
        value={now.contrast}
        onChoose={(contrast) => changePreferences({ contrast })}
      />
      <Choices
        name="look-motion"
        legend={t('settings.motion.legend')}
        choices={inWords(PREFERENCE_CHOICES.motion, MOTION_WORD)}
        value={now.motion}
        onChoose={(motion) => changePreferences({ motion })}
      />
      <OnOff choice="quiet" />
      {now.quiet === 'off' && <Announcements />}
      <Choices
        name="look-pointers"
        legend={t('settings.pointers.legend')}
        choices={inWords(PREFERENCE_CHOICES.pointers, POINTERS_WORD)}
        value={now.pointers}
        onChoose={(pointers) => changePreferences({ pointers })}
      />
      <Choices
        name="look-countdown"
        legend={t('settings.countdown.legend')}
        choices={inWords(PREFERENCE_CHOICES.countdown, COUNTDOWN_WORD)}
        value={now.countdown}
        onChoose={(countdown) => changePreferences({ countdown })}
      />
      <Choices
        name="look-follow"
        legend={t('settings.follow.legend')}
        choices={inWords(PREFERENCE_CHOICES.follow, FOLLOW_WORD)}
        value={now.follow}
        onChoose={(follow) => changePreferences({ follow })}
      />
      <OnOff choice="hold" />
      <OnOff choice="onward" />
      <OnOff choice="letters" />
      <p class="pw-soft pw-small">{t('settings.kept')}</p>
    </Dialog>
  );
}
