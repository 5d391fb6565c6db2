import { h, icon } from './dom.js';
import { words } from './words.js';

let playing;

/** A voice note as on the phone: one taps it, and one at a time is heard. */
export function voicePlayer(url) {
  const audio = h('audio', { src: url, preload: 'metadata' });
  const length = h('span', {});
  const button = h(
    'button',
    { type: 'button', class: 'voice', 'aria-label': words.play(), onclick: () => toggle(audio) },
    icon('wave'),
    length,
    audio,
  );
  audio.addEventListener('durationchange', () => {
    // What a browser records has no length in its head (https://crbug.com/642012): it is known once it was played.
    if (!Number.isFinite(audio.duration)) return;
    const seconds = Math.max(1, Math.round(audio.duration));
    length.textContent = `${seconds}"`;
    button.setAttribute('aria-label', words.play(seconds));
    button.style.setProperty('--seconds', Math.min(seconds, 60));
  });
  audio.addEventListener('play', () => button.classList.add('playing'));
  for (const end of ['pause', 'ended']) audio.addEventListener(end, () => button.classList.remove('playing'));
  return button;
}

function toggle(audio) {
  if (!audio.paused) {
    audio.pause();
    return;
  }
  playing?.pause();
  playing = audio;
  audio.currentTime = 0;
  void audio.play().catch(() => undefined);
}
